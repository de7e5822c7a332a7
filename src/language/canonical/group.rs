//! Groups, and what stands before a rule.

use super::cursor::Cursor;
use super::leaf;
use crate::limits::MAX_NESTING;
use crate::rule::{At, AtLeastRule, LastingRule, Node, Rule};

/// One rule. `path` is the number of the part that it is, `1.2`.
pub(super) fn rule(cursor: &mut Cursor<'_>, path: &mut Vec<usize>, depth: usize) -> Option<Rule> {
    if depth > MAX_NESTING.saturating_mul(2) {
        return None;
    }
    let deeper = depth.saturating_add(1);
    let start = cursor.place();
    let open = cursor.words("for example");
    let node = if cursor.words("none of the following:") {
        let from = cursor.place();
        let parts = parts(cursor, path, deeper)?;
        Node::Not(Box::new(Rule::new(Node::Any(parts)).from(At { start: from, end: cursor.end() })))
    } else if cursor.words("all of the following:") {
        Node::All(parts(cursor, path, deeper)?)
    } else if cursor.words("any of the following:") {
        Node::Any(parts(cursor, path, deeper)?)
    } else if cursor.words("at least") {
        let count = cursor.count()?;
        if !cursor.words("of the following:") {
            return None;
        }
        Node::AtLeast(AtLeastRule { count, of: parts(cursor, path, deeper)? })
    } else if cursor.words("not") || cursor.words("no") {
        Node::Not(Box::new(rule(cursor, path, deeper)?))
    } else if cursor.words("lasting") {
        let lasts = cursor.length()?;
        if !cursor.words(":") {
            return None;
        }
        Node::Lasting(LastingRule { lasts, rule: Box::new(rule(cursor, path, deeper)?) })
    } else {
        leaf::leaf(cursor)?
    };
    Some(Rule { node, at: Some(At { start, end: cursor.end() }), open })
}

/// The numbered parts of a group: `(1) …; (2) …`, inside the second part `(2.1) …`.
fn parts(cursor: &mut Cursor<'_>, path: &mut Vec<usize>, depth: usize) -> Option<Vec<Rule>> {
    let mut parts = Vec::new();
    if cursor.words("nothing") {
        return Some(parts);
    }
    path.push(1);
    if !numbered(cursor, path) {
        return None;
    }
    loop {
        parts.push(rule(cursor, path, depth)?);
        if let Some(last) = path.last_mut() {
            *last = last.saturating_add(1);
        }
        let before = *cursor;
        if !(cursor.words(";") && numbered(cursor, path)) {
            *cursor = before;
            break;
        }
    }
    path.pop();
    Some(parts)
}

/// Whether the number of a part comes next.
fn numbered(cursor: &mut Cursor<'_>, path: &[usize]) -> bool {
    let numbers: Vec<String> = path.iter().map(usize::to_string).collect();
    cursor.words(&format!("({})", numbers.join(".")))
}
