//! From a JSON tree to a profile: the top of the file.

use super::fit::Fits;
use super::json::{Kind, Value};
use super::path::Path;
use super::profile::Profile;
use super::spelling::Spelling;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::time::{Moment, When, Zone};
use crate::vocabulary::{Concept, MeasureId, Vocabulary};
use rustc_hash::FxHashMap;
use std::marker::PhantomData;

/// Every field of a profile.
pub(super) const FIELDS: &[&str] =
    &["id", "age", "birth_date", "sex", "as_of", "labs", "observations", "medications", "conditions", "procedures", "findings", "complete"];

/// The lists that can be complete.
pub(super) const LISTS: &[(&str, List)] = &[
    ("conditions", List::Conditions),
    ("procedures", List::Procedures),
    ("medications", List::Medications),
    ("findings", List::Findings),
    ("observations", List::Observations),
    ("labs", List::Observations),
];

#[derive(Debug, Clone, Copy)]
pub(super) enum List {
    Conditions,
    Procedures,
    Medications,
    Findings,
    Observations,
}

/// One profile being read.
pub(super) struct Reader<'t, 'v> {
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) notes: Vec<Diagnostic>,
    pub(super) zone: Zone,
    pub(super) fits: Fits<'v>,
    pub(super) spelling: Spelling<'v>,
    /// Where each of the profile's items stands in the text, beside it.
    pub(super) places: Places,
    loincs: FxHashMap<String, Option<MeasureId>>,
    concepts: FxHashMap<String, Concept>,
    text: PhantomData<&'t str>,
}

/// The places of a profile's items, in the same order as they are in.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) observations: Vec<Span>,
    pub(super) medications: Vec<Span>,
    pub(super) records: Vec<Span>,
}

/// What names, codes and units were found to mean: the same in every file.
pub(super) struct Known<'v> {
    fits: Fits<'v>,
    spelling: Spelling<'v>,
    loincs: FxHashMap<String, Option<MeasureId>>,
    concepts: FxHashMap<String, Concept>,
}

impl<'v> Known<'v> {
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { fits: Fits::new(vocabulary), spelling: Spelling::new(vocabulary), loincs: FxHashMap::default(), concepts: FxHashMap::default() }
    }

    /// How many names it holds.
    pub(super) fn len(&self) -> usize {
        self.concepts.len().saturating_add(self.loincs.len())
    }
}

impl<'t, 'v> Reader<'t, 'v> {
    pub(super) fn new(vocabulary: &'v Vocabulary, known: Known<'v>) -> Self {
        let Known { fits, spelling, loincs, concepts } = known;
        Self { vocabulary, notes: Vec::new(), zone: Zone::UTC, fits, spelling, places: Places::default(), loincs, concepts, text: PhantomData }
    }

    /// What was noted, and what was found to mean what.
    pub(super) fn finish(self) -> (Vec<Diagnostic>, Known<'v>) {
        (self.notes, Known { fits: self.fits, spelling: self.spelling, loincs: self.loincs, concepts: self.concepts })
    }

    /// Reads the whole, and looks for records that contradict each other.
    pub(super) fn profile(&mut self, root: &Value<'t>) -> Option<Profile> {
        let top = Path::Root;
        let wanted = r#"an object such as {"id": "P-0001", "age": "64 years"}"#;
        let fields = self.fields(root, &top, FIELDS, wanted)?;
        let mut profile = Profile::new("");
        if let Some(value) = fields.get("id") {
            profile.id = self.id(value, &top.field("id")).unwrap_or_default();
        }
        let as_of = fields.get("as_of").and_then(|v| self.instant(v, &top.field("as_of")));
        profile.as_of = as_of.map(|(moment, _)| moment);
        // Days without a time are days of the place where the profile was written.
        self.zone = as_of.map(|(_, zone)| zone).or_else(|| first_zone(root)).unwrap_or_default();
        profile.zone = self.zone;
        self.sex(fields, &mut profile);
        if let Some(value) = fields.get("labs") {
            self.labs(value, &top.field("labs"), &mut profile);
        }
        if let Some(value) = fields.get("observations") {
            self.observations(value, &top.field("observations"), &mut profile);
        }
        if let Some(value) = fields.get("medications") {
            self.medications(value, &top.field("medications"), &mut profile);
        }
        if let Some(value) = fields.get("conditions") {
            self.conditions(value, &top.field("conditions"), &mut profile);
        }
        if let Some(value) = fields.get("procedures") {
            self.procedures(value, &top.field("procedures"), &mut profile);
        }
        if let Some(value) = fields.get("findings") {
            self.findings(value, &top.field("findings"), &mut profile);
        }
        if let Some(value) = fields.get("complete") {
            self.complete(value, &top.field("complete"), &mut profile);
        }
        self.birth(fields, &mut profile);
        self.conflicts(&profile);
        Some(profile)
    }

    /// A text, or a number as some exports have it.
    fn id(&mut self, value: &Value<'t>, path: &Path<'_>) -> Option<String> {
        match &value.kind {
            Kind::Number(n) => Some((*n).to_owned()),
            _ => self.text(value, path, "a text such as \"P-0001\"").map(str::to_owned),
        }
    }

    fn complete(&mut self, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        for (i, item) in self.list(value, path, r#"a list of list names such as ["conditions"]"#).iter().enumerate() {
            let complete = &mut profile.complete;
            match self.word(item, &path.item(i), LISTS) {
                Some(List::Conditions) => complete.conditions = true,
                Some(List::Procedures) => complete.procedures = true,
                Some(List::Medications) => complete.medications = true,
                Some(List::Findings) => complete.findings = true,
                Some(List::Observations) => complete.observations = true,
                None => {}
            }
        }
    }

    /// What a name means, with its words. Real profiles repeat their names thousands of times.
    pub(super) fn concept(&mut self, name: &str) -> Concept {
        if let Some(known) = self.concepts.get(name) {
            return known.clone();
        }
        let concept = self.vocabulary.concept(name);
        self.concepts.insert(name.to_owned(), concept.clone());
        concept
    }

    /// The measure that a name stands for.
    pub(super) fn measure_named(&mut self, name: &str) -> Option<MeasureId> {
        self.concept(name).measure()
    }

    /// Whether the vocabulary has the name.
    pub(super) fn knows(&mut self, name: &str) -> bool {
        self.concept(name).is_known()
    }

    /// The measure of a LOINC code.
    pub(super) fn loinc(&mut self, code: &str) -> Option<MeasureId> {
        if let Some(known) = self.loincs.get(code) {
            return *known;
        }
        let measure = self.vocabulary.by_loinc(code);
        self.loincs.insert(code.to_owned(), measure);
        measure
    }
}

/// The zone of the first instant in the file.
fn first_zone(value: &Value<'_>) -> Option<Zone> {
    match &value.kind {
        Kind::List(items) => items.iter().find_map(first_zone),
        Kind::Object(fields) => fields.iter().find_map(|f| match &f.value.kind {
            Kind::Text(text) if matches!(f.key.as_ref(), "at" | "from" | "to" | "birth_date") => {
                When::parse(text, Zone::UTC).ok().filter(|w| w.is_exact()).and_then(|_| Moment::parse(text).ok()).map(|(_, zone)| zone)
            }
            _ => first_zone(&f.value),
        }),
        _ => None,
    }
}
