//! The page for a reviewer.

use super::{Explanation, for_review, passed_over, words};
use crate::language::{Computable, Reading, Understanding};
use crate::report::Layout;
use crate::report::text::page::{Ink, Page};
use crate::rule::{CriterionKind, Line, Node, outline};

/// Columns of what stands beneath a criterion's words.
const INDENT: usize = 6;
/// More columns for each group that a line stands in.
const STEP: usize = 4;

/// The page: every criterion with its words, and beneath them what they were taken to mean.
pub fn text(explanation: &Explanation<'_>, layout: Layout) -> String {
    let mut page = Page::new(layout);
    let trial = explanation.trial;
    page.paragraph(0, 2, &[(Ink::Strong, &trial.trial), (Ink::Plain, "  "), (Ink::Plain, &trial.title)]);
    let source = trial.source.as_ref().map(|s| match &s.updated {
        Some(day) => format!("{}, record of {day}", s.registry),
        None => s.registry.clone(),
    });
    let facts: Vec<String> = [Some(trial.status.clone()).filter(|s| !s.is_empty()), source].into_iter().flatten().collect();
    if !facts.is_empty() {
        page.paragraph(0, 2, &[(Ink::Faint, &facts.join(" · "))]);
    }
    for note in &explanation.reading.notes {
        page.paragraph(0, 2, &[(Ink::Open, "note: "), (Ink::Plain, &note.message)]);
    }
    legend(&mut page);
    let mut side = None;
    for (kind, reading) in explanation.criteria() {
        if side.replace(kind) != Some(kind) {
            page.blank();
            let heading = match kind {
                CriterionKind::Inclusion => "Inclusion: each must be true",
                CriterionKind::Exclusion => "Exclusion: each must be false",
            };
            page.paragraph(0, 2, &[(Ink::Strong, heading)]);
        }
        page.blank();
        criterion(reading, explanation, &mut page);
    }
    sign_off(explanation, &mut page);
    page.finish()
}

fn legend(page: &mut Page) {
    let marks: &[(Ink, &str)] = if page.layout.colour {
        &[
            (Ink::Plain, "In the protocol's words: "),
            (Ink::Underlined, "understood"),
            (Ink::Plain, ", "),
            (Ink::Faint, "passed over"),
            (Ink::Plain, ", "),
            (Ink::Open, "left to you"),
            (Ink::Plain, ". Beneath them what they were taken to mean; names in quotes are not in the vocabulary."),
        ]
    } else {
        &[(
            Ink::Plain,
            "Beneath each criterion stands what it was taken to mean, and behind ← the words that say so. Names in quotes are not in the vocabulary.",
        )]
    };
    page.blank();
    page.paragraph(0, 0, marks);
}

fn criterion(reading: &Reading, explanation: &Explanation<'_>, page: &mut Page) {
    let criterion = &reading.criterion;
    let head = format!("{:<INDENT$}", format!("{} ", criterion.id));
    let marked = marked(reading);
    let mut pieces = vec![(Ink::Strong, head.as_str())];
    pieces.extend(marked.iter().map(|(ink, words)| (*ink, words.as_str())));
    page.paragraph(0, INDENT, &pieces);
    let whole = words(&criterion.text, crate::rule::At { start: 0, end: usize::MAX });
    for line in outline(&criterion.rule, explanation.vocabulary) {
        understood(&line, &criterion.text, &whole, page);
    }
    let list = |words: Vec<String>| words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
    let over = passed_over(reading);
    if !over.is_empty() {
        page.paragraph(INDENT, INDENT.saturating_add(2), &[(Ink::Faint, "passed over: "), (Ink::Faint, &list(over))]);
    }
    for note in &reading.notes {
        page.paragraph(INDENT, INDENT.saturating_add(2), &[(Ink::Open, "note: "), (Ink::Plain, &note.message)]);
    }
    if !reading.as_read {
        let who = criterion.reviewed.as_deref().map_or(String::new(), |r| format!(" ({r})"));
        let message = format!("the rule is from a person{who} or another version: the program does not read it in these words");
        page.paragraph(INDENT, INDENT.saturating_add(2), &[(Ink::Open, "note: "), (Ink::Plain, &message)]);
    }
    page.paragraph(INDENT, INDENT, &[(Ink::Faint, "[ ] agreed   "), (Ink::Faint, "[ ] to change: ____________________")]);
}

/// The protocol's words, marked by what became of them.
fn marked(reading: &Reading) -> Vec<(Ink, String)> {
    if reading.stretches.is_empty() {
        return vec![(Ink::Plain, reading.criterion.text.clone())];
    }
    let chars: Vec<char> = reading.criterion.text.chars().collect();
    let stretch = |s: &crate::language::Stretch| {
        let ink = match s.how {
            Understanding::Understood => Ink::Underlined,
            Understanding::Filler => Ink::Faint,
            Understanding::Review => Ink::Open,
        };
        (ink, chars.get(s.at.start..s.at.end).unwrap_or_default().iter().collect())
    };
    reading.stretches.iter().map(stretch).collect()
}

/// One line of what was understood, and the words that it came from.
fn understood(line: &Line<'_>, text: &str, whole: &str, page: &mut Page) {
    let number = if line.number.is_empty() { "= ".to_owned() } else { format!("{} ", line.number) };
    let first = INDENT.saturating_add(STEP.saturating_mul(line.depth));
    let rest = first.saturating_add(number.chars().count());
    let mut review = false;
    line.rule.walk(&mut |r| review |= matches!(r.node, Node::Review(_)));
    let ink = if review && !line.is_group { Ink::Open } else { Ink::Good };
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let says_more = |w: &String| !w.is_empty() && bare(w) != bare(whole) && bare(w) != bare(&line.text);
    let from = line.at.filter(|_| !line.is_group && !review).map(|at| words(text, at)).filter(says_more);
    let from = from.map_or(String::new(), |w| format!("  ← {w}"));
    page.paragraph(first, rest, &[(Ink::Faint, &number), (ink, &line.text), (Ink::Faint, &from)]);
}

fn sign_off(explanation: &Explanation<'_>, page: &mut Page) {
    page.blank();
    page.paragraph(0, 2, &[(Ink::Strong, &explanation.reading.coverage().to_string())]);
    let left: Vec<&str> = explanation.criteria().filter(|(_, r)| !for_review(r).is_empty()).map(|(_, r)| r.criterion.id.as_str()).collect();
    let whole: Vec<&str> = explanation.criteria().filter(|(_, r)| r.computable == Computable::None).map(|(_, r)| r.criterion.id.as_str()).collect();
    if !left.is_empty() {
        let all = if whole.is_empty() { String::new() } else { format!(" (wholly: {})", whole.join(", ")) };
        page.paragraph(0, 2, &[(Ink::Open, "left for review: "), (Ink::Plain, &left.join(", ")), (Ink::Plain, &all)]);
    }
    page.blank();
    page.paragraph(0, 0, &[(Ink::Plain, "Reviewed by ______________________ Date ______________ Signature ______________")]);
}
