//! Time around a name: what lies ahead, how old a thing is, when in a life it was.

use super::entry::is_entry;
use super::leaf::content;
use super::phrase::{Tail, tail};
use super::reader::{Into, Reader};
use crate::language::grammar::{Counts, Element, Numbers, What};
use crate::language::words::Kind;
use crate::quantity::Op;
use crate::rule::{Anchor, FindingRule, Node, Rule};
use crate::time::{Duration, DurationBound, TimeUnit};
use crate::vocabulary::FindingKind;
use rust_decimal::Decimal;

/// Beginnings of words that speak of what is still to come.
const AHEAD: &[&str] = &["schedul", "expect", "anticipat", "intend", "intention", "upcoming", "awaiting", "planned", "planning"];
/// Whole words that do so.
const AHEAD_WORDS: &[&str] = &["plan", "plans", "moving", "want", "wants", "wish", "wishes", "wishing", "wanting", "future"];

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
    /// Whether what is asked lies ahead: no look-back can find it.
    pub(super) fn lies_ahead(&self) -> bool {
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        let ahead = |i: usize| {
            let text = self.context.token(i).map(|t| t.text.to_lowercase()).unwrap_or_default();
            text.split(' ').any(|w| AHEAD_WORDS.contains(&w) || AHEAD.iter().any(|a| w.starts_with(a)))
        };
        self.leaf.planned || (from..to).any(ahead)
    }

    /// "planned within the next 6 months": when it shall be, a person has to judge.
    pub(super) fn ahead(&mut self, element: &Element) {
        self.close_anchor(element.from);
        self.leaf.planned |= self.leaf.phrase.is_some() && !self.lies_ahead();
        self.goes = Into::Clause { from: element.from };
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
        let timed = self.leaf.phrase.is_some() && TIMES.contains(&self.context.words(from, to).to_lowercase().as_str());
        if !timed || !numbers.compared || !matches!(self.goes, Into::Anchor { after: true, .. }) {
            return false;
        }
        self.close_anchor(element.from);
        self.leaf.phrase = None;
        self.leaf.measure = None;
        self.leaf.within = Some(DurationBound { op: Some(bound.op), length: Duration::new(bound.value, *unit) });
        true
    }

    /// Whether "planned", "scheduled" stands behind what is planned.
    pub(super) fn planned_behind(&self, rest: &[Element]) -> bool {
        self.goes == Into::Phrase && self.leaf.numbers.is_none() && tail(self.context, rest) == Tail::Unknown(0)
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
        let text = context.words(last, to).to_lowercase();
        let kind = match context.kind(last) {
            Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| f.kind),
            _ => None,
        };
        let done = text.split(' ').next_back().is_some_and(|w| DATED.contains(&w)) || kind == Some(FindingKind::Procedure);
        let short = match unit {
            TimeUnit::Year => done && bound.value <= Decimal::from(10),
            _ => done || kind == Some(FindingKind::Condition),
        };
        let someone = (from.saturating_sub(6)..element.from).filter_map(|i| context.token(i)).any(|t| {
            t.text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|w| PEOPLE.iter().any(|p| w == *p || w.strip_suffix('s') == Some(p)))
        });
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
            let text = t.text.to_lowercase();
            matches!(text.split(' ').next(), Some("age" | "birth" | "childhood" | "adolescence" | "infancy" | "puberty"))
        })
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
        self.latest || self.phrase.is_some_and(|(from, to)| context.words(from, to).to_lowercase().starts_with("last "))
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

    /// What is planned is no record of a thing done, in whatever words it is defined.
    pub(super) fn not_yet(&self, rule: &mut Rule) {
        match &mut rule.node {
            Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|p| self.not_yet(p)),
            Node::Not(inner) => self.not_yet(inner),
            Node::Finding(finding) if !finding.of.starts_with("planned ") => {
                finding.of = format!("planned {}", finding.of);
                finding.kind = None;
            }
            _ => {}
        }
    }

    /// Words on how often something was found: no finding is counted by them.
    pub(super) fn repeated(&self, context: &super::Context<'_>) -> Option<Rule> {
        let (from, to) = self.repeat_at.filter(|_| self.numbers.is_none())?;
        Some(context.rule(Node::Review(context.words(from, to)), from, to))
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
    element.what == What::Token && context.token(element.from).is_some_and(|t| NEED.contains(&t.text.to_lowercase().as_str()))
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
        Some(_) => context.token(i).is_some_and(|t| DONE.contains(&t.text.to_lowercase().as_str())),
        None => true,
    })
}
