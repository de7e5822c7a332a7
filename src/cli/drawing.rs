//! What every picture shares.

use std::fmt::Display;
use svg::Document;
use svg::node::Value;
use svg::node::element::Text;

/// An empty page.
pub fn blank() -> Document {
    Document::new().set("font-family", "sans-serif").set("font-size", 12)
}

/// The page as a file, so wide and high.
pub fn page<N: Display + Copy + Into<Value>>(document: Document, width: N, height: N) -> String {
    format!("{}\n", document.set("viewBox", format!("0 0 {width} {height}")).set("width", width).set("height", height))
}

/// Words at a place.
pub fn words<N: Into<Value>>(x: N, y: N, text: &str) -> Text {
    Text::new(text).set("x", x).set("y", y)
}
