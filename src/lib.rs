//! Screens patients for clinical trials.
//!
//! ```text
//! criteria text ─ language::parse ─▶ rule AST (+ diagnostics) ⇄ YAML ─ check ─▶ checked trial ─┐
//! patient file  ─ patient::read ───▶ Profile (+ diagnostics) ─────────────────────────────────┤
//!                                                          screening::screen(trial, profile, moment)
//!                                                                          │  total: cannot fail, no I/O, no clock
//!                                                          Screening ─ report ─▶ text, JSON, …
//! ```

pub mod diagnostic;
pub mod engine;
pub mod error;
pub mod language;
pub mod limits;
pub mod patient;
pub mod quantity;
pub mod report;
pub mod rule;
#[cfg(feature = "schema")]
pub mod schema;
pub mod screening;
pub mod source;
pub mod testing;
pub mod time;
pub mod timeline;
mod truth;
pub mod vocabulary;
pub mod watch;

pub use diagnostic::Diagnostic;
pub use error::Error;
pub use truth::Truth;

/// The README's examples are tests, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
