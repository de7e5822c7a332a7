//! JSON Schemas (2020-12) of the files that people and other programs write and read.
//!
//! They are made from the types, and tell a file's form. They do not tell what it means:
//! that a measure is known, that a unit fits it, that a date exists. A trial file as
//! [`crate::rule::yaml::format`] lays it out keeps to its schema. The reader takes a little more:
//! a bare `5` where a text is wanted, nothing at all for an empty list.
//!
//! ```
//! use trialsieve::schema::FORMS;
//! let trial = FORMS.iter().find(|f| f.name == "trial").unwrap();
//! let schema: serde_json::Value = serde_json::from_str(&trial.write()).unwrap();
//! assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
//! assert_eq!(schema["required"], serde_json::json!(["format", "trial"]));
//! ```

use crate::patient::schema::ProfileFile;
use crate::report::json::Whole;
use crate::report::timeline::json::Whole as WholeTimeline;
use crate::rule::Trial;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

/// A file that has a schema.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    title: &'static str,
    make: fn() -> Schema,
}

/// Every file that has a schema.
pub const FORMS: &[Form] = &[
    Form { name: "trial", about: "A trial file, criteria/ID.yaml", title: "Trialsieve trial file", make: read::<Trial> },
    Form { name: "profile", about: "A patient profile", title: "Trialsieve patient profile", make: read::<ProfileFile> },
    Form { name: "report", about: "What `screen --format json` writes", title: "Trialsieve report", make: written::<Whole<'static>> },
    Form { name: "timeline", about: "What `when --format json` writes", title: "Trialsieve timeline", make: written::<WholeTimeline<'static>> },
];

impl Form {
    /// The schema as JSON, with its keys in a fixed order.
    pub fn write(&self) -> String {
        let mut schema = (self.make)();
        schema.insert("title".to_owned(), self.title.into());
        // A schema is made of texts, numbers and lists: all have a JSON form.
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn read<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
