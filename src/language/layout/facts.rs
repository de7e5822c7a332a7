//! What a page states outside of its criteria: title, id, status, date, ages, sex.

use chrono::NaiveDate;

/// Facts of a page, each as the page words it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::language) struct Facts {
    pub title: Option<String>,
    pub id: Option<String>,
    pub status: Option<String>,
    pub registry: Option<String>,
    /// As `2025-11-18`.
    pub updated: Option<String>,
    pub ages: Vec<Ages>,
    /// Label and value.
    pub sex: Option<(String, String)>,
    /// That the sex is meant as gender, in the registry's words, which may be none.
    pub gender: Option<String>,
    /// Whether healthy volunteers are accepted.
    pub healthy_volunteers: Option<bool>,
}

/// An age limit with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::language) struct Ages {
    pub label: String,
    pub value: String,
}

/// Lines that belong to a site, not to a trial.
const CHROME: &[&str] = &["menu", "clinicaltrials.veeva", "clinicaltrials.gov", "home", "search", "s"];

/// Where pages begin to speak of other trials.
const OTHERS: &[&str] = &["more related trials", "related trials", "similar trials", "clinical trials on", "find clinical trials"];

const AGE_LABELS: &[&str] = &[
    "ages",
    "age",
    "ages eligible for study",
    "minimum eligible age",
    "maximum eligible age",
    "minimum age",
    "maximum age",
    "eligible ages",
    "age limits",
];
const SEX_LABELS: &[&str] = &["sex", "gender", "eligible sex", "genders eligible for study", "sexes eligible for study", "sex/gender"];
const STATUS_LABELS: &[&str] = &["status", "recruitment status", "recruiting status", "overall status", "trial status", "study status"];
const VOLUNTEER_LABELS: &[&str] = &["accepts healthy volunteers", "healthy volunteers", "volunteers", "healthy volunteers accepted"];
const ID_LABELS: &[&str] =
    &["identifiers", "other study id numbers", "other study ids", "study id", "trial id", "protocol id", "registration number", "other identifiers"];
const DATE_LABELS: &[&str] = &["last updated", "last update posted (actual)", "last update posted", "last update"];

/// Reads the facts of a page's lines.
pub(super) fn facts(lines: &[&str]) -> Facts {
    let lower = |line: &str| line.trim().to_lowercase();
    let end = lines.iter().position(|l| OTHERS.iter().any(|o| lower(l).starts_with(o))).unwrap_or(lines.len());
    let lines = lines.get(..end).unwrap_or(lines);
    let labelled = |labels: &[&str]| labelled(lines, labels);
    let title = title(lines);
    // A number inside a criterion is another trial's.
    let criteria = lines.iter().position(|l| lower(l).contains("inclusion criteria")).unwrap_or(lines.len());
    let nct = lines.iter().take(criteria).find_map(|l| registry_number(l));
    let other =
        labelled(ID_LABELS).into_iter().map(|(_, value)| value).find(|v| v.len() <= 40 && !v.contains(' ') && v.chars().any(|c| c.is_ascii_digit()));
    let acronym = title.as_deref().and_then(acronym);
    let all = lines.join("\n").to_lowercase();
    Facts {
        id: nct.clone().or(other).or(acronym),
        status: labelled(STATUS_LABELS).into_iter().next().map(|(_, value)| value.replace('_', " ").to_lowercase()),
        registry: (nct.is_some() || all.contains("clinicaltrials.gov")).then(|| "ClinicalTrials.gov".to_owned()),
        updated: labelled(DATE_LABELS).into_iter().find_map(|(_, value)| date(&value)),
        ages: labelled(AGE_LABELS)
            .into_iter()
            .filter(|(_, v)| v.chars().any(|c| c.is_ascii_digit()))
            .map(|(label, value)| Ages { label, value })
            .collect(),
        sex: labelled(SEX_LABELS).into_iter().find(|(_, value)| matches!(value.to_lowercase().as_str(), "male" | "female" | "all" | "both")),
        gender: None,
        healthy_volunteers: labelled(VOLUNTEER_LABELS).into_iter().find_map(|(_, value)| yes_or_no(&value)),
        title,
    }
}

/// "No", "No Healthy Volunteers", "Accepts Healthy Volunteers".
fn yes_or_no(value: &str) -> Option<bool> {
    match value.split_whitespace().next()?.to_lowercase().trim_end_matches('.') {
        "no" => Some(false),
        "yes" | "accepts" | "accepted" => Some(true),
        _ => None,
    }
}

/// Values of labels: behind a colon on the same line, or on the next line that is not blank.
fn labelled(lines: &[&str], labels: &[&str]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let line = line.trim();
        if let Some((label, value)) = line.split_once(':')
            && labels.contains(&label.trim().to_lowercase().as_str())
            && !value.trim().is_empty()
        {
            out.push((label.trim().to_owned(), value.trim().to_owned()));
        } else if labels.contains(&line.trim_end_matches(':').to_lowercase().as_str()) {
            let next = lines.iter().skip(i.saturating_add(1)).map(|l| l.trim()).find(|l| !l.is_empty());
            if let Some(value) = next {
                let value = value.trim_start_matches(['•', '*', '-', ' ']);
                out.push((line.trim_end_matches(':').to_owned(), value.to_owned()));
            }
        }
    }
    out
}

/// The first line that reads like a title.
fn title(lines: &[&str]) -> Option<String> {
    let line =
        lines.iter().map(|l| l.trim().trim_start_matches('#').trim()).find(|l| !l.is_empty() && !CHROME.contains(&l.to_lowercase().as_str()))?;
    let wordy = line.split_whitespace().count() >= 3 && super::items::bullet(line).is_none() && !line.ends_with(':');
    let heading = line.to_lowercase().contains("inclusion") || line.to_lowercase().contains("exclusion");
    (wordy && !heading).then(|| line.to_owned())
}

/// `NCT` and eight digits.
fn registry_number(line: &str) -> Option<String> {
    line.match_indices("NCT").find_map(|(start, _)| {
        let number = line.get(start..start.checked_add(11)?)?;
        let digits = number.get(3..)?.bytes().all(|b| b.is_ascii_digit());
        let ends = !line.get(start.checked_add(11)?..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        (digits && ends).then(|| number.to_owned())
    })
}

/// The acronym in brackets at the end of a title.
fn acronym(title: &str) -> Option<String> {
    let inner = title.trim_end().strip_suffix(')')?.rsplit_once('(')?.1;
    let capitals = inner.chars().filter(|c| c.is_uppercase()).count();
    (capitals >= 2 && !inner.contains(' ')).then(|| inner.to_owned())
}

/// `2025-11-18` or `June 15, 2022`, as `2025-11-18`.
fn date(text: &str) -> Option<String> {
    let t = text.trim();
    ["%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(t, form).ok())
        .map(|d| d.format("%Y-%m-%d").to_string())
}
