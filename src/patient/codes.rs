//! `codes` of an item, which may stand in for its name.

use super::form::Fields;
use super::json::{Kind, shortened};
use super::path::Path;
use super::reader::Reader;
use crate::diagnostic::Code;
use crate::source::Span;
use crate::vocabulary::{FindingId, MeasureId};

/// One code as the file has it.
#[derive(Debug, Clone)]
pub(super) struct Coded {
    pub(super) system: String,
    pub(super) code: String,
    span: Span,
    index: usize,
}

impl Coded {
    /// How a record that has no other name is called.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.system, self.code)
    }
}

impl<'t> Reader<'t, '_> {
    /// The codes of an item; none where it has none.
    pub(super) fn codes(&mut self, fields: Fields<'_, 't>, path: &Path<'_>) -> Vec<Coded> {
        const WANTED: &str = r#"a list such as [{"system": "icd-10", "code": "R65.21"}]"#;
        let Some(value) = fields.get("codes") else { return Vec::new() };
        let path = path.field("codes");
        let mut codes = Vec::new();
        for (index, item) in self.list(value, &path, WANTED).iter().enumerate() {
            let path = path.item(index);
            let Some(of) = self.fields(item, &path, &["system", "code"], r#"an object such as {"system": "icd-10", "code": "R65.21"}"#) else {
                continue;
            };
            let system = self.code_part(of, "system", &path);
            let code = self.code_part(of, "code", &path);
            if let (Some(system), Some(code)) = (system, code) {
                codes.push(Coded { system, code, span: item.span, index });
            }
        }
        codes
    }

    /// The findings that codes mean, each once, with the code's own name where it means
    /// something narrower; codes that are not known are warned of.
    pub(super) fn coded_findings(&mut self, codes: &[Coded], path: &Path<'_>) -> Vec<(FindingId, Option<String>)> {
        let mut found: Vec<(FindingId, Option<String>)> = Vec::new();
        for coded in codes {
            match self.vocabulary.by_code_prefix(&coded.system, &coded.code) {
                Some((id, narrow)) => match found.iter_mut().find(|(known, _)| *known == id) {
                    // A code of the finding itself says more than one of a part of it.
                    Some(known) if !narrow => known.1 = None,
                    Some(_) => {}
                    None => found.push((id, narrow.then(|| coded.name()))),
                },
                None => self.unknown_code(coded, path, "finding"),
            }
        }
        found
    }

    /// The measure that codes mean; codes that are not known are warned of.
    pub(super) fn coded_measure(&mut self, codes: &[Coded], path: &Path<'_>) -> Option<MeasureId> {
        let mut found = None;
        for coded in codes {
            let loinc = coded.system.to_ascii_lowercase().contains("loinc");
            match loinc.then(|| self.loinc(&coded.code)).flatten() {
                Some(id) => found = found.or(Some(id)),
                None => self.unknown_code(coded, path, "measure"),
            }
        }
        found
    }

    /// The system or the code: a text, or a number where the code is one.
    fn code_part(&mut self, fields: Fields<'_, 't>, key: &str, path: &Path<'_>) -> Option<String> {
        let Some(value) = fields.get(key) else {
            let help = r#"write both, such as {"system": "icd-10", "code": "R65.21"}"#;
            self.note(Code::WrongType, format!("a code without its `{key}`"), fields.span, path, help);
            return None;
        };
        match &value.kind {
            Kind::Number(n) if key == "code" => Some((*n).to_owned()),
            _ => self.text(value, &path.field(key), "a text").map(str::to_owned),
        }
    }

    fn unknown_code(&mut self, coded: &Coded, path: &Path<'_>, sort: &str) {
        let codes = path.field("codes");
        let message = format!("the vocabulary has no {sort} for {} {}", shortened(&coded.system), shortened(&coded.code));
        let help = if sort == "measure" {
            "LOINC codes of the measures in the vocabulary are known; a name in `of` does as well"
        } else {
            "prefixes of ICD-10-CM (\"icd-10\") and ICD-9-CM (\"icd-9\") are known; a `name` does as well"
        };
        self.note(Code::UnknownCode, message, coded.span, &codes.item(coded.index), help);
    }
}
