//! From a page to items: headings, labelled facts, bullets, numbers, nesting, continued lines.

mod clean;
mod facts;
mod heading;
mod heading_words;
mod items;
mod page;

pub(super) use facts::{Ages, Facts};
pub(super) use items::Item;
pub(super) use page::{Page, criteria, page};
