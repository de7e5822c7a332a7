//! A study as the registry's interface (ClinicalTrials.gov, version 2) words it: the few
//! fields that a trial file needs. Everything else in a record is passed over.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Study {
    pub protocol_section: Option<Protocol>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Protocol {
    pub identification_module: Identification,
    pub status_module: Status,
    pub eligibility_module: Eligibility,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Identification {
    pub nct_id: Option<String>,
    pub org_study_id_info: Number,
    pub brief_title: Option<String>,
    pub official_title: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Number {
    pub id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Status {
    pub overall_status: Option<String>,
    pub last_update_post_date_struct: Day,
    pub last_update_submit_date: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Day {
    pub date: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Eligibility {
    pub eligibility_criteria: Option<String>,
    pub healthy_volunteers: Option<bool>,
    pub sex: Option<String>,
    pub gender_based: Option<bool>,
    pub gender_description: Option<String>,
    pub minimum_age: Option<String>,
    pub maximum_age: Option<String>,
}
