//! What a person changed in a trial file stays when the file is written anew.

use std::collections::HashMap;
use trialsieve::language;
use trialsieve::rule::{self, Criterion, CriterionKind, Node, Reference, Rule, Trial};
use trialsieve::vocabulary::Vocabulary;

/// A trial with a person's work of its old file.
pub struct Kept {
    /// The new trial.
    pub trial: Trial,
    /// Criteria whose rule, review or note was kept, by their new ids.
    pub kept: Vec<String>,
    /// Criteria of the old file that a person had changed and that have no place any more.
    pub lost: Vec<String>,
}

/// Takes over what a person changed. The words decide: where a criterion's text is the same,
/// the person's rule still is about it.
pub fn keep(old: &Trial, mut new: Trial, vocabulary: &Vocabulary) -> Kept {
    let fresh = new.clone();
    let parsed = language::read_again(old, vocabulary);
    let pairs = pairs(old, &new);
    let ids: HashMap<&str, String> = pairs.iter().map(|(from, to)| (from.as_str(), to.clone())).collect();
    new.valid_for.clone_from(&old.valid_for);
    let (mut kept, mut lost) = (Vec::new(), Vec::new());
    for ((_, before), (_, parsed)) in old.criteria().zip(parsed.criteria()) {
        let stated = matches!(before.id.as_str(), "AGE" | "SEX");
        let after = ids.get(before.id.as_str()).and_then(|id| criterion(&mut new, id));
        let changed = before.reviewed.is_some() || before.rule != parsed.rule;
        let Some(after) = after else {
            lost.extend(changed.then(|| before.id.clone()));
            continue;
        };
        if before.rule == after.rule && before.reviewed.is_none() || !changed && !stated {
            continue;
        }
        after.rule = referring(before.rule.clone(), &ids);
        after.reviewed.clone_from(&before.reviewed);
        kept.push(after.id.clone());
    }
    // A kept rule may refer to a criterion that is no more: then the text is read afresh.
    let (checked, _) = rule::check(new.clone(), None, vocabulary);
    if checked.is_none() {
        lost.append(&mut kept);
        return Kept { trial: Trial { valid_for: new.valid_for, ..fresh }, kept, lost };
    }
    Kept { trial: new, kept, lost }
}

/// Old and new ids of the criteria with the same words on the same side, in their order.
fn pairs(old: &Trial, new: &Trial) -> Vec<(String, String)> {
    let mut waiting: HashMap<(CriterionKind, &str, Option<&str>), Vec<&str>> = HashMap::new();
    for (kind, criterion) in new.criteria() {
        waiting.entry((kind, criterion.text.trim(), criterion.group.as_deref())).or_default().push(&criterion.id);
    }
    waiting.values_mut().for_each(|ids| ids.reverse());
    let mut out = Vec::new();
    for (kind, criterion) in old.criteria() {
        let same = waiting.get_mut(&(kind, criterion.text.trim(), criterion.group.as_deref()));
        if let Some(id) = same.and_then(Vec::pop) {
            out.push((criterion.id.clone(), id.to_owned()));
        }
    }
    out
}

fn criterion<'t>(trial: &'t mut Trial, id: &str) -> Option<&'t mut Criterion> {
    trial.inclusion.iter_mut().chain(&mut trial.exclusion).find(|c| c.id == id)
}

/// A rule with the new ids of the criteria that it refers to.
fn referring(mut rule: Rule, ids: &HashMap<&str, String>) -> Rule {
    rule.node = match rule.node {
        Node::Criterion(Reference::Id(id)) => Node::Criterion(Reference::Id(ids.get(id.as_str()).cloned().unwrap_or(id))),
        Node::All(parts) => Node::All(parts.into_iter().map(|p| referring(p, ids)).collect()),
        Node::Any(parts) => Node::Any(parts.into_iter().map(|p| referring(p, ids)).collect()),
        Node::Not(part) => Node::Not(Box::new(referring(*part, ids))),
        Node::AtLeast(mut counted) => {
            counted.of = counted.of.into_iter().map(|p| referring(p, ids)).collect();
            Node::AtLeast(counted)
        }
        Node::Lasting(mut lasting) => {
            *lasting.rule = referring((*lasting.rule).clone(), ids);
            Node::Lasting(lasting)
        }
        node => node,
    };
    rule
}

/// Comments on lines of their own: those of the file's head, and those before or within a
/// criterion, by its id and side.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comments {
    head: Vec<String>,
    of: Vec<(CriterionKind, String, Vec<String>)>,
}

/// The comments of a trial file. A line is one where it begins with `#` no deeper than the keys
/// of a criterion: words that are wrapped over several lines stand deeper.
pub fn comments(text: &str) -> Comments {
    let mut out = Comments::default();
    let mut side = None;
    let mut waiting: Vec<String> = Vec::new();
    let mut keys = 0usize;
    for line in text.lines() {
        let body = line.trim_start();
        let indent = line.len().saturating_sub(body.len());
        if body.starts_with('#') && indent <= keys {
            waiting.push(body.trim_end().to_owned());
        } else if line.starts_with("inclusion:") || line.starts_with("exclusion:") {
            settle(&mut out, side, &mut waiting);
            side = Some(if line.starts_with('i') { CriterionKind::Inclusion } else { CriterionKind::Exclusion });
        } else if let (Some(kind), Some(id)) = (side, id_of(body)) {
            keys = line.find("id:").unwrap_or(0);
            out.of.push((kind, id.to_owned(), std::mem::take(&mut waiting)));
        } else if !waiting.is_empty() && !body.is_empty() {
            settle(&mut out, side, &mut waiting);
        }
    }
    settle(&mut out, side, &mut waiting);
    out.of.retain(|(_, _, lines)| !lines.is_empty());
    out
}

/// Comments within a criterion are its own.
fn settle(out: &mut Comments, side: Option<CriterionKind>, waiting: &mut Vec<String>) {
    match (side, out.of.last_mut()) {
        (Some(_), Some((_, _, lines))) => lines.append(waiting),
        _ => out.head.append(waiting),
    }
}

/// The file with the comments of the old one, where their criteria still are.
pub fn with_comments(file: &str, comments: &Comments, old: &Trial, new: &Trial) -> String {
    let ids: HashMap<String, String> = pairs(old, new).into_iter().collect();
    let mut out = String::with_capacity(file.len());
    for line in &comments.head {
        out.push_str(line);
        out.push('\n');
    }
    for line in file.lines() {
        if let Some(id) = line.strip_prefix('-').map(str::trim_start).and_then(id_of) {
            let mine = comments.of.iter().filter(|(_, old, _)| ids.get(old).is_some_and(|new| new == id));
            for comment in mine.flat_map(|(_, _, lines)| lines) {
                out.push_str(comment);
                out.push('\n');
            }
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The id that begins a criterion.
fn id_of(body: &str) -> Option<&str> {
    let body = body.strip_prefix('-').map_or(body, str::trim_start);
    Some(body.strip_prefix("id:")?.trim().trim_matches(['"', '\'']))
}
