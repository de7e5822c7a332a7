//! From a page to items: headings, labelled facts, bullets, numbers, nesting, continued lines.

mod facts;
mod items;
mod page;

pub(super) use facts::Ages;
pub(super) use items::Item;
pub(super) use page::page;
