//! Canonical criteria text (see `rule::print`), read strictly: either a whole text is of that
//! form, and then it has one reading, or it is left to the grammar of protocols.

mod cursor;
mod group;
mod leaf;

use crate::rule::Rule;
use crate::vocabulary::Vocabulary;
use cursor::Cursor;

/// The rule of a text that is canonical from its first word to its last.
pub(super) fn read(text: &str, vocabulary: &Vocabulary) -> Option<Rule> {
    let mut cursor = Cursor::new(text, vocabulary);
    let rule = group::rule(&mut cursor, &mut Vec::new(), 0)?;
    cursor.at_end().then_some(rule)
}
