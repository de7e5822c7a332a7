//! What `fmt` takes.

use clap::Args;
use std::path::PathBuf;

/// Bring trial files and their tests into the one layout that `parse` and `import` write.
///
/// What a file says stays the same, and so do its comments: each stays with the criterion or
/// field it stands at. Formatting twice changes nothing.
#[derive(Debug, Args)]
#[command(after_long_help = FMT_EXAMPLES)]
pub struct FmtArguments {
    /// Trial files and their tests (*.test.yaml), or folders of them; `-` reads standard input and
    /// writes to standard output
    #[arg(value_name = "PATHS", default_value = "criteria")]
    pub paths: Vec<PathBuf>,
    /// Change nothing; show what would change
    #[arg(long)]
    pub check: bool,
}

const FMT_EXAMPLES: &str = "\
Examples:
  trialsieve fmt
  trialsieve fmt criteria/NCT06872021.yaml
  trialsieve fmt --check
  trialsieve fmt - < draft.yaml > criteria/NCT06872021.yaml

Exit code 1: with --check, a file would change; 2: a file could not be read. The others are formatted
all the same.";
