//! What a limit of time counts from: "before surgery", "of admission", "since the last dose".

use super::entry::is_entry;
use super::event::{event_end, in_bracket};
use super::leaf::{content, name};
use super::reader::{Into, Reader};
use super::timing::only_done;
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::rule::{Anchor, Node};
use crate::vocabulary::FindingKind;

impl Reader<'_, '_> {
    /// "before X": X is what follows. "pre-X Y": X is the next word, Y is asked. At the head of
    /// a phrase ("after adequate resuscitation") it says that what follows has been done.
    pub(super) fn preposition(&mut self, element: &Element, rest: &[Element]) {
        let after = !matches!(self.context.kind(element.from), Some(Kind::Before));
        let hyphen =
            rest.first().is_some_and(|e| self.context.kind(e.from) == Some(&Kind::Dash) && self.context.token(e.from).is_some_and(|t| t.glued));
        if self.leaf.phrase.is_none() && hyphen {
            let named = rest.get(1).filter(|e| matches!(self.context.kind(e.from), Some(Kind::Finding(_) | Kind::Word)));
            if let Some(named) = named
                && rest.len() > 2
            {
                self.anchor(after, named.from, named.to);
                self.skip = 2;
            }
        } else if self.leaf.phrase.is_some() && self.is_of_somebody(element, rest) {
            // "a graft from a living donor": part of the name.
        } else if self.leaf.phrase.is_some() || self.leaf.numbers.is_some() {
            self.close_anchor(element.from);
            self.goes = Into::Anchor { after, from: element.to };
        } else if !after {
            self.leads_before(element, rest);
        }
    }

    /// "from a living donor", "from the clinics", "prevents them from walking": of whom or of what it
    /// is, no time.
    fn is_of_somebody(&self, element: &Element, rest: &[Element]) -> bool {
        const SOMEBODY: &[&str] = &[
            "caregiver",
            "caregivers",
            "center",
            "centers",
            "centre",
            "centres",
            "clinic",
            "clinics",
            "country",
            "department",
            "departments",
            "doctor",
            "donor",
            "donors",
            "family",
            "father",
            "guardian",
            "guardians",
            "hospital",
            "hospitals",
            "mother",
            "mothers",
            "parent",
            "parents",
            "partner",
            "patient",
            "patients",
            "physician",
            "region",
            "registry",
            "relative",
            "relatives",
            "representative",
            "school",
            "sibling",
            "siblings",
            "spouse",
            "unit",
            "ward",
        ];
        let from = self.context.token(element.from).is_some_and(|t| t.lower() == "from");
        let plain = rest.iter().take_while(|e| {
            e.what == What::Token && matches!(self.context.kind(e.from), Some(Kind::Word | Kind::Finding(_) | Kind::Filler | Kind::Dash))
        });
        const KEEPING: &[&str] = &["preclude", "prevent", "prohibit", "refrain", "restrict", "stop"];
        let said = self.context.lower(self.leaf.from, element.from);
        let kept = said.split(' ').rev().take(3).any(|w| KEEPING.iter().any(|k| w.starts_with(k)));
        from && (kept
            || plain.take(4).any(|e| {
                let text = self.context.token(e.from).map(|t| t.lower()).unwrap_or_default();
                text.split(' ').any(|w| SOMEBODY.contains(&w))
            }))
    }

    /// "Prior stroke" is one that was. "Before surgery, …" says when, and nothing else.
    fn leads_before(&mut self, element: &Element, rest: &[Element]) {
        let text = self.context.token(element.from).map(|t| t.lower()).unwrap_or_default();
        if text == "prior" {
            self.leaf.ever = true;
            return;
        }
        let (from, to) = self.context.span_of(rest);
        let plain = rest.iter().all(|e| e.what == What::Token);
        let Some((from, to)) = content(self.context, from, to).filter(|_| plain && text != "pre" && text != "preceding") else { return };
        if is_entry(self.context, from, to) || event_end(self.context, from, to) == Some(to) {
            self.goes = Into::Anchor { after: false, from: element.to };
        }
    }

    /// Behind a length of time: "of admission", "before surgery", "after ECMO".
    pub(super) fn limit_anchor(&mut self, rest: &[Element]) {
        let Some(first) = rest.first().filter(|e| e.what == What::Token) else { return };
        let Some(token) = self.context.token(first.from) else { return };
        let after = match token.kind {
            Kind::Before => false,
            Kind::After | Kind::Since => true,
            _ if matches!(token.text.as_str(), "of" | "from") => true,
            _ => return,
        };
        if rest.len() > 1 {
            self.goes = Into::Anchor { after, from: first.to };
            self.skip = 1;
        }
    }

    pub(super) fn close_anchor(&mut self, to: usize) {
        if let Into::Clause { from } = self.goes
            && (from.saturating_add(1) < to || self.context.words(from, to).contains(' '))
        {
            if only_done(self.context, from, to) {
                self.goes = Into::Phrase;
                return;
            }
            self.leaf.judgement |= is_denied(&self.context.lower(from, to));
            self.leaf.clause = Some(self.context.rule(Node::Review(self.context.words(from, to)), from, to));
            self.goes = Into::Phrase;
        }
        if let Into::Anchor { after, from } = self.goes {
            self.goes = Into::Phrase;
            self.anchor(after, from, to);
        }
    }

    fn anchor(&mut self, after: bool, from: usize, to: usize) {
        let marked = from.saturating_sub(1);
        let start = from;
        let Some((from, to)) = content(self.context, from, to) else { return };
        let latest = |i: usize| self.context.kind(i) == Some(&Kind::Within) && self.context.token(i).is_some_and(|t| is_last(&t.text));
        // "after the last dose of platinum": the last one, not the first.
        let last = (start..from).find(|i| latest(*i)).filter(|_| after);
        self.leaf.latest |= last.is_some() && self.leaf.phrase.is_none();
        let from = last.filter(|i| self.leaf.phrase.is_some() && self.context.token(*i).is_some_and(|t| t.text.contains(' '))).unwrap_or(from);
        let word = self.context.token(marked).map(|t| t.text.as_str()).unwrap_or_default();
        // "prior to randomization by a study nurse": who does it is not asked.
        let by = (from..to).find(|i| self.context.token(*i).is_some_and(|t| matches!(t.text.as_str(), "by" | "as" | "per" | "at")));
        let until = by.filter(|by| *by > from).unwrap_or(to);
        if (!after || self.leaf.ahead || matches!(word, "of" | "from")) && is_entry(self.context, from, until) {
            self.enters(from, until);
            return;
        }
        let from = self.begun(from, to);
        let Some(end) = event_end(self.context, from, to) else {
            // "from 2008 to 2015": no event, and nothing that can be computed.
            self.leaf.besides.push(self.context.rule(Node::Review(self.context.words(marked, to)), marked, to));
            return;
        };
        // What is said of the event beyond its name, a person has to judge.
        if let Some((rest, to)) = content(self.context, end, to).filter(|(rest, _)| !in_bracket(self.context, end, *rest)) {
            self.leaf.besides.push(self.context.rule(Node::Review(self.context.words(rest, to)), rest, to));
        }
        if let Some(limit) = &mut self.leaf.limit {
            limit.1 = limit.1.max(to);
        }
        let to = end;
        let anchor = Anchor::named(name(self.context, from, to));
        if after {
            self.leaf.after = Some(anchor);
        } else {
            self.leaf.before = Some(anchor);
        }
    }

    /// Whether a consent is asked for, or contraception: given before the study begins, it is there.
    fn consents(&self) -> bool {
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        (from..to).any(|i| match self.context.kind(i) {
            Some(Kind::Finding(id)) => {
                self.context.vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Consent || f.name.contains("contraception"))
            }
            _ => false,
        })
    }

    /// "the onset of stroke": when the stroke began is what counts.
    fn begun(&self, from: usize, to: usize) -> usize {
        const BEGINNINGS: &[&str] = &["onset", "start", "beginning", "occurrence", "time"];
        let begins = self.context.token(from).is_some_and(|t| BEGINNINGS.contains(&t.lower().as_str()));
        let of = self.context.token(from.saturating_add(1)).is_some_and(|t| t.text.eq_ignore_ascii_case("of"));
        match content(self.context, from.saturating_add(2), to) {
            Some((named, _)) if begins && of => named,
            _ => from,
        }
    }

    /// "before screening": the moment of screening is the moment asked for.
    fn enters(&mut self, from: usize, to: usize) {
        let timed = self.leaf.within.is_some() || self.leaf.lasts.is_some();
        self.leaf.ever |= !timed && self.leaf.numbers.is_none() && !self.leaf.planned && !self.leaf.ahead && !self.consents();
        self.leaf.from_entry = true;
        let words = self.context.words(from, to);
        self.context.mark(from, to);
        self.context.read_as(from, to, &words, "the moment of screening");
    }
}

/// "… cannot be performed", "… is not possible": what stands before it is there, or it is not, and
/// that is not what is asked.
fn is_denied(clause: &str) -> bool {
    ["cannot be ", "can not be ", "could not be ", "could not ", "cannot ", "not possible", "not feasible"].iter().any(|d| clause.starts_with(d))
}

/// "last", "the last dose of", "most recent".
pub(super) fn is_last(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text.strip_prefix("the ").unwrap_or(&text);
    text == "last" || text.starts_with("last ") || text.starts_with("most recent")
}
