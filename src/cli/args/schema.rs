//! What `schema` takes.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use trialsieve::schema::FORMS;

/// Print the JSON Schema of a file, for editors and for programs that read or write it.
///
/// It tells the form: fields, their types, and the words that are known. What a file means is for
/// `check` to say. A file as `fmt` lays it out keeps to it.
#[derive(Debug, Args)]
#[command(after_long_help = SCHEMA_EXAMPLES)]
pub struct SchemaArguments {
    /// Of which file
    #[arg(value_name = "WHAT", value_parser = PossibleValuesParser::new(FORMS.iter().map(|f| PossibleValue::new(f.name).help(f.about))))]
    pub what: String,
}

const SCHEMA_EXAMPLES: &str = "\
Examples:
  trialsieve schema trial > trial.schema.json
  trialsieve schema profile | jq '.properties | keys'

In an editor with the YAML language server, a trial file whose first line is
  # yaml-language-server: $schema=trial.schema.json
is completed and checked against it while it is written (`fmt` keeps the line).";
