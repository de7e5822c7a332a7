//! Time around a name: how old a thing is, how long ago it was, when in a life.

use super::entry::is_entry;
use super::leaf::content;
use super::reader::{Into, Reader};
use super::tail::{Tail, tail};
use crate::language::element::{Counts, Element, Numbers, What};
use crate::language::words::Kind;
use crate::quantity::Op;
use crate::rule::{Anchor, CriterionKind, FindingRule, Node, Rule};
use crate::time::{Duration, DurationBound, TimeUnit};
use crate::vocabulary::FindingKind;
use rust_decimal::Decimal;

/// Things that have an age without being alive.
const DATED: &[&str] = &[
    "biopsy",
    "biopsies",
    "ct",
    "data",
    "echocardiogram",
    "film",
    "fracture",
    "graft",
    "image",
    "images",
    "imaging",
    "implant",
    "infarct",
    "injury",
    "lesion",
    "lesions",
    "mri",
    "radiograph",
    "radiographs",
    "report",
    "result",
    "results",
    "sample",
    "samples",
    "scan",
    "scans",
    "scar",
    "scars",
    "specimen",
    "specimens",
    "stent",
    "test",
    "tests",
    "tissue",
    "transplant",
    "wound",
    "wounds",
    "x-ray",
];

/// Words for those who have an age.
const PEOPLE: &[&str] = &[
    "adolescent",
    "adult",
    "boy",
    "child",
    "children",
    "donor",
    "female",
    "girl",
    "individual",
    "infant",
    "male",
    "man",
    "men",
    "neonate",
    "newborn",
    "outpatient",
    "inpatient",
    "participant",
    "patient",
    "people",
    "person",
    "recipient",
    "subject",
    "survivor",
    "volunteer",
    "woman",
    "women",
];

impl Reader<'_, '_> {
    /// "for the last 6 months": all that time, where it is demanded. What shall not have been,
    /// or excludes, need only be in it somewhere.
    pub(super) fn throughout(&self, element: &Element) -> bool {
        let said = self.scope.said.as_ref().is_some_and(|said| said.negated);
        let all = self.context.token(element.from).is_some_and(|t| {
            let text = t.lower();
            text.starts_with("for ") || text.starts_with("throughout ")
        });
        all && self.context.kind == CriterionKind::Inclusion && !self.leaf.negated && !said && self.leaf.within.is_none()
    }

    /// Whether "respectively" stands near behind two lengths of time.
    pub(super) fn respectively(&self, element: &Element) -> bool {
        (element.to..element.to.saturating_add(12)).filter_map(|i| self.context.token(i)).any(|t| t.text.eq_ignore_ascii_case("respectively"))
    }

    /// A stretch that a person has to judge, beside what is asked.
    pub(super) fn judged(&mut self, from: usize, to: usize) {
        self.leaf.besides.push(self.context.rule(Node::Review(self.context.words(from, to)), from, to));
    }

    /// "time since surgery > 3 months": so long ago it was.
    pub(super) fn time_since(&mut self, element: &Element, numbers: &Numbers) -> bool {
        const TIMES: &[&str] = &["time", "interval", "time interval", "period", "time period", "duration", "time elapsed"];
        let [(bound, Counts::Time(unit))] = numbers.bounds.as_slice() else { return false };
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        let timed = self.leaf.phrase.is_some() && TIMES.contains(&self.context.lower(from, to).as_str());
        if !timed || !numbers.compared || !matches!(self.goes, Into::Anchor { after: true, .. }) {
            return false;
        }
        self.close_anchor(element.from);
        self.leaf.phrase = None;
        self.leaf.measure = None;
        self.leaf.within = Some(DurationBound { op: Some(bound.op), length: Duration::new(bound.value, *unit) });
        true
    }

    /// "a biopsy older than 6 months", "a stroke at least 3 months old": how long ago it was.
    pub(super) fn dated(&self, element: &Element, numbers: &Numbers) -> Option<DurationBound> {
        let context = self.context;
        let [(bound, Counts::Time(unit))] = numbers.bounds.as_slice() else { return None };
        let (from, to) = self.leaf.phrase.filter(|_| numbers.compared && self.goes == Into::Phrase && self.leaf.measure.is_none())?;
        let old = (element.from..element.to)
            .filter_map(|i| context.token(i))
            .any(|t| t.text.split(' ').any(|w| matches!(w.to_lowercase().as_str(), "old" | "older" | "newer")));
        let last = to.saturating_sub(1);
        let text = context.lower(last, to);
        let kind = match context.kind(last) {
            Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| f.kind),
            _ => None,
        };
        let done = text.split(' ').next_back().is_some_and(|w| DATED.contains(&w)) || kind == Some(FindingKind::Procedure);
        let short = match unit {
            TimeUnit::Year => done && bound.value <= Decimal::from(10),
            _ => done || kind == Some(FindingKind::Condition),
        };
        let someone = (from.saturating_sub(6)..element.from)
            .filter_map(|i| context.token(i))
            .any(|t| t.lower().split(|c: char| !c.is_alphabetic()).any(|w| PEOPLE.iter().any(|p| w == *p || w.strip_suffix('s') == Some(p))));
        (old && short && !someone).then(|| DurationBound { op: Some(bound.op), length: Duration::new(bound.value, *unit) })
    }

    /// "6 weeks postpartum": so long after the delivery.
    pub(super) fn postpartum(&mut self, element: &Element) -> bool {
        let Some(Kind::Finding(id)) = self.context.kind(element.from) else { return false };
        let lying_in = self.context.vocabulary.finding(*id).is_some_and(|f| f.name.as_ref() == "postpartum period");
        if !lying_in || self.goes != Into::Phrase || self.leaf.phrase.is_some() || self.leaf.measure.is_some() {
            return false;
        }
        let time = |n: &Numbers| n.bounds.iter().all(|(_, c)| matches!(c, Counts::Time(_)));
        if let Some(numbers) = self.leaf.numbers.take_if(|n| time(n)) {
            let mut bounds = numbers.bounds.iter().map(|(bound, counts)| {
                let unit = if let Counts::Time(unit) = counts { *unit } else { TimeUnit::Week };
                let op = Some(bound.op).filter(|_| numbers.compared);
                DurationBound { op, length: Duration::new(bound.value, unit) }
            });
            self.leaf.within = bounds.next();
            self.leaf.until = bounds.next();
        } else if self.leaf.within.is_none() {
            self.leaf.within = self.leaf.lasts.take();
        }
        if self.leaf.within.is_none() {
            return false;
        }
        self.leaf.after = Some(Anchor::named("delivery"));
        self.leaf.event = true;
        true
    }

    /// "before the age of 40", "since birth": when in a life it was, a person has to judge.
    pub(super) fn of_life(&self, rest: &[Element]) -> bool {
        let content = rest.iter().find(|e| !(e.what == What::Token && self.context.kind(e.from) == Some(&Kind::Filler)));
        content.and_then(|e| self.context.token(e.from)).is_some_and(|t| {
            let text = t.lower();
            matches!(text.split(' ').next(), Some("age" | "birth" | "childhood" | "adolescence" | "infancy" | "puberty"))
        })
    }

    /// Whether a thing that somebody can have stands next, and no number.
    pub(super) fn names_disease_next(&self, rest: &[Element]) -> bool {
        let compared = rest.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared));
        const AMOUNTS: &[&str] = &["risk", "dose", "exposure", "cumulative", "prevalence", "limit", "maximum"];
        let next = rest.first().and_then(|e| self.context.token(e.from)).map(|t| t.lower()).unwrap_or_default();
        !compared && !AMOUNTS.contains(&next.as_str()) && tail(self.context, rest) != Tail::Unknown(0)
    }

    /// "at the time of screening": the moment that is asked for.
    pub(super) fn at_entry(&self, rest: &[Element]) -> bool {
        let end = rest.iter().take_while(|e| e.what == What::Token && self.context.kind(e.from) != Some(&Kind::With)).last().map(|e| e.to);
        let begun = self.goes == Into::Phrase && self.leaf.has_subject();
        let stretch = rest.first().zip(end).and_then(|(first, end)| content(self.context, first.from, end));
        begun && stretch.is_some_and(|(from, to)| is_entry(self.context, from, to))
    }
}

impl super::leaf::Leaf {
    /// "3 to 6 months after a stroke": one rule for either end.
    pub(super) fn between(&self, context: &super::Context<'_>, finding: FindingRule) -> Rule {
        let rule = |finding| context.rule(Node::Finding(finding), self.from, self.to);
        if let Some(since) = self.without_since(context, &finding) {
            let was = FindingRule { within: None, ever: true, ..finding };
            let not = context.rule(Node::Not(Box::new(rule(since))), self.from, self.to);
            return context.rule(Node::All(vec![rule(was), not]), self.from, self.to);
        }
        match self.until {
            Some(until) if finding.within.is_some() => {
                let most = FindingRule { within: Some(until), ..finding.clone() };
                context.rule(Node::All(vec![rule(finding), rule(most)]), self.from, self.to)
            }
            Some(until) if finding.lasts.is_some() => {
                let most = FindingRule { lasts: Some(until), ..finding.clone() };
                context.rule(Node::All(vec![rule(finding), rule(most)]), self.from, self.to)
            }
            _ => rule(finding),
        }
    }

    /// Whether the last of its kind is meant.
    fn latest(&self, context: &super::Context<'_>) -> bool {
        self.latest || self.phrase.is_some_and(|(from, to)| context.lower(from, to).starts_with("last "))
    }

    /// "last seizure more than 6 months ago": one was, and none since.
    fn without_since(&self, context: &super::Context<'_>, finding: &FindingRule) -> Option<FindingRule> {
        let within =
            finding.within.filter(|_| self.latest(context) && self.until.is_none() && finding.before.is_none() && finding.after.is_none())?;
        let op = match within.op? {
            Op::Greater => None,
            Op::AtLeast => Some(Op::Less),
            _ => return None,
        };
        Some(FindingRule { within: Some(DurationBound { op, ..within }), ..finding.clone() })
    }

    /// Words on how often something was found: no finding is counted by them.
    pub(super) fn repeated(&self, context: &super::Context<'_>) -> Option<Rule> {
        let (from, to) = self.repeat_at.filter(|_| self.numbers.is_none())?;
        Some(context.rule(Node::Review(context.words(from, to)), from, to))
    }
}

/// "stroke < 3 months", "(<6 months)" behind an event: how long ago it was. What is a state
/// lasts.
pub(super) fn happened(leaf: &super::leaf::Leaf, rule: &mut FindingRule) {
    const EVENTS: &[&str] = &[
        "accident",
        "admission",
        "attack",
        "birth",
        "bleed",
        "bleeding",
        "childbirth",
        "delivery",
        "embolism",
        "event",
        "fracture",
        "haemorrhage",
        "hemorrhage",
        "hospitalisation",
        "hospitalization",
        "infarct",
        "infarction",
        "injury",
        "operation",
        "stroke",
        "surgery",
        "transfusion",
        "transplant",
        "transplantation",
        "trauma",
        "vaccination",
    ];
    let bare = leaf.lasts.is_none() || leaf.own_lasts;
    let Some(bound) = rule.lasts.filter(|_| bare && !leaf.is_limited()) else { return };
    let days = matches!(bound.length.unit, TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year);
    let name = rule.of.to_lowercase();
    let last = name.rsplit(' ').next().unwrap_or_default();
    let event = EVENTS.iter().any(|e| last == *e || last.strip_suffix('s') == Some(e))
        || is_operation(last) && !matches!(last, "graft" | "pacemaker" | "prosthesis");
    if days && event && bound.op.is_some() {
        (rule.within, rule.lasts) = (Some(bound), None);
    }
}

/// How many samples a number before a measure asks for.
pub(super) fn small_count(numbers: &Numbers) -> Option<usize> {
    let [(bound, Counts::Nothing)] = numbers.bounds.as_slice() else { return None };
    (2usize..=9).find(|n| bound.value == Decimal::from(*n))
}

/// "no antibiotics for 3 months": there were none within them, of no part of the list.
pub(super) fn none_throughout(context: &super::Context<'_>, leaves: &mut [&mut super::leaf::Leaf]) {
    if context.kind != CriterionKind::Inclusion {
        return;
    }
    let (mut negated, mut end) = (false, 0usize);
    for leaf in leaves {
        let parted = (end..leaf.from).any(|i| matches!(context.kind(i), Some(Kind::Semicolon | Kind::Stop | Kind::And)));
        negated = leaf.negated || negated && !parted && !leaf.linked;
        end = leaf.to;
        let free = negated && !leaf.linked && leaf.throughout && leaf.is_name() && !leaf.is_limited() && leaf.until.is_none();
        if free && leaf.lasts.is_some_and(|b| b.op.is_none_or(|op| matches!(op, Op::AtLeast | Op::Greater))) {
            leaf.within = leaf.lasts.take().map(|bound| DurationBound { op: None, ..bound });
        }
    }
}

/// "systolic ≥ 160 or diastolic ≥ 110 on two occasions": either on two occasions.
pub(super) fn repeats(leaves: &mut [&mut super::leaf::Leaf]) {
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let measured = |l: &super::leaf::Leaf| l.measure.is_some() && l.numbers.is_some();
        if after.repeat.is_some() && before.repeat.is_none() && measured(before) && measured(after) {
            before.repeat = after.repeat;
            before.apart = after.apart;
        }
    }
}

/// Whether a token says that something is needed.
pub(super) fn requires(context: &super::Context<'_>, element: &Element) -> bool {
    const NEED: &[&str] = &["requiring", "require", "requires", "necessitating", "needing", "warranting", "in need of"];
    element.what == What::Token && context.token(element.from).is_some_and(|t| NEED.contains(&t.lower().as_str()))
}

/// Whether a name is of something done once: who needs it has not had it. Ventilation or
/// dialysis that someone requires is going on.
pub(super) fn is_operation(name: &str) -> bool {
    const ENDS: &[&str] = &["ectomy", "otomy", "ostomy", "plasty", "plasties", "pexy", "scopy", "rrhaphy"];
    const WORDS: &[&str] = &[
        "ablation",
        "amputation",
        "angiography",
        "arthrodesis",
        "biopsy",
        "cabg",
        "cardioversion",
        "closure",
        "evt",
        "graft",
        "grafting",
        "implantation",
        "operation",
        "pacemaker",
        "pci",
        "prosthesis",
        "reconstruction",
        "repair",
        "replacement",
        "resection",
        "revascularization",
        "stenting",
        "surgery",
        "tavi",
        "tavr",
        "thr",
        "tka",
        "transplant",
        "transplantation",
    ];
    let name = name.to_lowercase();
    name.split(|c: char| !c.is_alphanumeric()).any(|w| WORDS.contains(&w) || ENDS.iter().any(|e| w.ends_with(e)))
}

/// "which was performed", "that has been done": words that only say that it was.
pub(super) fn only_done(context: &super::Context<'_>, from: usize, to: usize) -> bool {
    const DONE: &[&str] = &[
        "performed",
        "done",
        "carried out",
        "conducted",
        "made",
        "occurred",
        "occurring",
        "happened",
        "received",
        "given",
        "administered",
        "obtained",
        "taken",
        "collected",
        "completed",
    ];
    (from..to).all(|i| match context.kind(i) {
        Some(Kind::Filler | Kind::Relative | Kind::Comma) => true,
        Some(_) => context.token(i).is_some_and(|t| DONE.contains(&t.lower().as_str())),
        None => true,
    })
}
