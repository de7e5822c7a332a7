//! A patient as plain structs, for parsing alone.

use serde::Deserialize;
use std::borrow::Cow;

#[derive(Deserialize)]
#[allow(dead_code)]
pub struct Patient<'t> {
    #[serde(borrow)]
    id: Cow<'t, str>,
    birth_date: Option<Cow<'t, str>>,
    sex: Option<Cow<'t, str>>,
    as_of: Option<Cow<'t, str>>,
    #[serde(default)]
    observations: Vec<Observation<'t>>,
    #[serde(default)]
    conditions: Vec<Item<'t>>,
    #[serde(default)]
    medications: Vec<Item<'t>>,
    #[serde(default)]
    complete: Vec<Cow<'t, str>>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Observation<'t> {
    #[serde(borrow)]
    of: Cow<'t, str>,
    value: f64,
    unit: Option<Cow<'t, str>>,
    at: Option<Cow<'t, str>>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Item<'t> {
    #[serde(borrow)]
    name: Cow<'t, str>,
    status: Option<Cow<'t, str>>,
    from: Option<Cow<'t, str>>,
}
