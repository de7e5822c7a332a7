//! A patient as the `set` of a test: changes to somebody of whom nothing is known.

use super::MOMENT;
use super::model::{Model, Put, Setting, State, Subject, ago};
use crate::time::{Moment, Zone};
use serde_json::{Map, Value as Json};

/// The changes; `None` where two states want different things in one place.
pub(super) fn set(model: &Model<'_>, setting: &Setting) -> Option<Map<String, Json>> {
    let mut set = Map::new();
    for (subject, state) in &setting.states {
        for put in &state.puts {
            match (put, setting.held) {
                (Put::Field(name, value), _) => new(&mut set, name, value.clone())?,
                (Put::Value(of, fields), None) => named(&mut set, "labs", of, short(fields, "value"))?,
                (Put::Value(of, fields), Some(held)) => {
                    let every = match model.subjects.get(*subject) {
                        Some(Subject::Measure(id)) => model.every(*id),
                        _ => return None,
                    };
                    named(&mut set, "observations", of, samples(&repeated(fields, held, every)))?;
                }
                (Put::Samples(of, values), _) => named(&mut set, "observations", of, samples(values))?,
                (Put::Item(list, of, fields), held) => {
                    let mut fields = fields.clone();
                    if let Some(held) = held.filter(|_| !fields.contains_key("from")) {
                        fields.insert("from".to_owned(), Json::from(since(ago(held))));
                    }
                    let single = if *list == "findings" { "value" } else { "status" };
                    // The single value of a medication is its rate.
                    let value = if *list == "medications" { Json::Object(fields) } else { short(&fields, single) };
                    named(&mut set, list, of, value)?;
                }
                (Put::Complete(list), _) => {
                    set.insert("complete".to_owned(), Json::from(vec![*list]));
                }
            }
        }
    }
    Some(set)
}

fn new(set: &mut Map<String, Json>, name: &str, value: Json) -> Option<()> {
    set.insert(name.to_owned(), value).is_none().then_some(())
}

/// Puts an item into a list by its name.
fn named(set: &mut Map<String, Json>, list: &str, of: &str, value: Json) -> Option<()> {
    let entry = set.entry(list).or_insert_with(|| Json::Object(Map::new()));
    let items = entry.as_object_mut()?;
    if items.keys().any(|known| known.eq_ignore_ascii_case(of)) {
        return None;
    }
    new(items, of, value)
}

/// Fields as the one value that they are, where they are no more.
fn short(fields: &Map<String, Json>, single: &str) -> Json {
    match fields.get(single).filter(|_| fields.len() == 1) {
        Some(value) => value.clone(),
        None => Json::Object(fields.clone()),
    }
}

/// One value at intervals up to the moment.
fn repeated(fields: &Map<String, Json>, held: i64, every: i64) -> Vec<(Moment, Map<String, Json>)> {
    let mut times = vec![held];
    while let Some(next) = times.last().and_then(|last| last.checked_sub(every.max(1))).filter(|next| *next > 0) {
        times.push(next);
    }
    times.push(0);
    times.dedup();
    times.into_iter().map(|millis| (ago(millis), fields.clone())).collect()
}

fn samples(values: &[(Moment, Map<String, Json>)]) -> Json {
    let one = |(at, fields): &(Moment, Map<String, Json>)| {
        let mut fields = fields.clone();
        fields.insert("at".to_owned(), Json::from(since(*at)));
        Json::Object(fields)
    };
    Json::Array(values.iter().map(one).collect())
}

/// A time as counted from the moment, where that is a round number.
pub(super) fn since(at: Moment) -> String {
    const UNITS: [(&str, i64); 4] = [("days", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000)];
    let millis = MOMENT.millis_since(at);
    if millis == 0 {
        return "@".to_owned();
    }
    let round = UNITS.iter().find(|(_, length)| millis > 0 && millis.checked_rem(*length) == Some(0));
    round.and_then(|(unit, length)| Some(format!("@-{} {unit}", millis.checked_div(*length)?))).unwrap_or_else(|| at.display(Zone::UTC))
}

impl State {
    /// Whether it says anything about drugs.
    pub(super) fn gives_drugs(&self) -> bool {
        self.puts.iter().any(|put| matches!(put, Put::Item("medications", ..) | Put::Complete("medications")))
    }
}
