//! From a page to items: headings, labelled facts, bullets, numbers, nesting, continued lines.

mod facts;
mod items;
mod page;

pub(super) use facts::{Ages, Facts};
pub(super) use items::{Item, items};
pub(super) use page::{Page, page};
