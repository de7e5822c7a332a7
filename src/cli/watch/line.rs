//! A line that arrives: whose it is, when, and the data in it.

use crate::cli::each::Object;
use crate::cli::moment;
use rustc_hash::FxHashSet;
use trialsieve::patient::{Profile, Readings};
use trialsieve::time::{Moment, Zone};
use trialsieve::vocabulary::Vocabulary;

/// Lists of a profile that a line may hold.
const LISTS: &[&str] = &["observations", "medications", "conditions", "procedures", "findings", "complete"];
/// Fields of an observation that stands in the line itself.
const OBSERVATION: &[&str] = &["of", "value", "unit", "at", "low", "high", "range", "codes"];
/// Fields of the line itself.
const OWN: &[&str] = &["patient", "recorded"];

/// What arrived.
pub struct Arrival {
    pub patient: String,
    pub zone: Zone,
    /// When; none where nothing says.
    pub moment: Option<Moment>,
    pub data: Profile,
}

/// Reads lines and profiles.
pub struct Reader<'v> {
    names: Readings<'v>,
    strict: bool,
    doubts: Vec<Doubt>,
    told: FxHashSet<Doubt>,
}

/// What is wrong with a datum that is left out, and what would do.
pub type Doubt = (String, Option<String>);

/// So many doubts are told; a stream repeats the same ones without end.
const MOST_TOLD: usize = 1000;

impl<'v> Reader<'v> {
    pub fn new(vocabulary: &'v Vocabulary, strict: bool) -> Self {
        Self { names: Readings::new(vocabulary), strict, doubts: Vec::new(), told: FxHashSet::default() }
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn profile(&mut self, text: &str) -> Result<Profile, String> {
        let (profile, notes) = self.names.read(text);
        for note in notes.iter().filter(|n| !n.is_error()) {
            let doubt = (note.in_a_line(), note.help.clone());
            if self.told.len() < MOST_TOLD && self.told.insert(doubt.clone()) {
                self.doubts.push(doubt);
            }
        }
        match (profile, notes.iter().find(|n| n.is_error()).or(notes.first().filter(|_| self.strict))) {
            (_, Some(worst)) => Err(worst.in_a_line()),
            (Some(profile), None) => Ok(profile),
            (None, None) => Err("it cannot be read".to_owned()),
        }
    }

    /// What has come to be doubted since this was asked last, each doubt once.
    pub fn doubts(&mut self) -> Vec<Doubt> {
        std::mem::take(&mut self.doubts)
    }

    /// Reads a line; the days in it are days of the zone that the patient's times are written in.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn arrival(&mut self, line: &str, zone_of: impl Fn(&str) -> Option<Zone>) -> Result<Arrival, String> {
        let object: Object<'_> =
            serde_json::from_str(line).map_err(|e| format!("not a JSON object: {}", e.to_string().replace(" at line 1 ", " at ")))?;
        let patient = object.text("patient")?.filter(|p| !p.is_empty()).ok_or("the object has no `patient`")?;
        let recorded = object.text("recorded")?.map(|t| Moment::parse(&t).map_err(|e| format!("`recorded`: {e}"))).transpose()?;
        let bare = object.0.iter().any(|(key, _)| key == "of" || key == "value");
        let allowed = if bare { OBSERVATION } else { LISTS };
        let mut fields = Vec::new();
        for (key, value) in object.0.iter().filter(|(key, _)| !OWN.contains(&key.as_ref())) {
            if !allowed.contains(&key.as_ref()) {
                return Err(refused(key, bare));
            }
            fields.push(format!("{}:{}", serde_json::to_string(key).map_err(|e| e.to_string())?, value.get()));
        }
        if fields.is_empty() && recorded.is_none() {
            return Err(format!("there is no datum: write an observation (`of`, `value`, `at`) or one of {}", LISTS.join(", ")));
        }
        let inside = fields.join(",");
        let inside = if bare { format!("\"observations\":[{{{inside}}}]") } else { inside };
        let known = zone_of(&patient);
        let zone = known.or(recorded.map(|(_, zone)| zone));
        let text = match (zone, inside.is_empty()) {
            (_, true) => "{}".to_owned(),
            (None, false) => format!("{{{inside}}}"),
            // What is written as a day is a day there.
            (Some(zone), false) => format!("{{\"as_of\":\"{}\",{inside}}}", recorded.map_or(LATEST, |(m, _)| m).display(zone)),
        };
        let mut data = self.profile(&text)?;
        data.as_of = None;
        if let Some(undated) = data.observations.iter().find(|o| o.at.is_none()) {
            return Err(format!("{} has no time; in a stream every value needs its `at`", undated.name));
        }
        let moment = recorded.map(|(moment, _)| moment).or_else(|| moment::arrived(&data));
        Ok(Arrival { patient, zone: zone.unwrap_or(data.zone), moment, data })
    }
}

/// Only the zone of this is looked at.
const LATEST: Moment = Moment::from_millis(4_102_444_800_000);

fn refused(key: &str, bare: bool) -> String {
    match key {
        "labs" => "`labs` have no time; in a stream write `observations`, each with its `at`".to_owned(),
        "id" => "the patient's id stands in `patient`".to_owned(),
        "age" | "birth_date" | "sex" | "as_of" => format!("`{key}` belongs into a profile that is given at the start"),
        _ if bare => format!("`{key}` is no field of an observation; the fields are {}", OBSERVATION.join(", ")),
        _ => format!("`{key}` is not known here; a line holds `patient`, perhaps `recorded`, and an observation or {}", LISTS.join(", ")),
    }
}
