//! What a person changed in a trial file stays when the file is written anew.

use std::collections::HashMap;
use trialsieve::language;
use trialsieve::rule::yaml::comments::{Comments, Path, Step};
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

/// The file with the comments of the old one, where their criteria still are.
pub fn with_comments(file: &str, old_file: &str, old: &Trial, new: &Trial) -> String {
    let Ok(comments) = Comments::read(old_file) else { return file.to_owned() };
    let ids: HashMap<String, String> = pairs(old, new).into_iter().collect();
    comments.put_into(file, |path| moved(path, old, new, &ids))
}

/// Where an entry of the old file is in the new one: criteria are told by their ids.
fn moved(path: &Path, old: &Trial, new: &Trial, ids: &HashMap<String, String>) -> Option<Path> {
    let [Step::Key(side), Step::Item(place), within @ ..] = path.as_slice() else { return Some(path.clone()) };
    let criteria = |trial| -> &[Criterion] {
        let trial: &Trial = trial;
        if side == "inclusion" { &trial.inclusion } else { &trial.exclusion }
    };
    if side != "inclusion" && side != "exclusion" {
        return Some(path.clone());
    }
    let id = ids.get(&criteria(old).get(*place)?.id)?;
    let place = criteria(new).iter().position(|c| c.id == *id)?;
    Some([&[Step::Key(side.clone()), Step::Item(place)], within].concat())
}
