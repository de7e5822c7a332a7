//! What `lsp` takes.

use clap::Args;

/// Serve an editor: diagnostics as you type, completion, hover, formatting and quick fixes.
///
/// A language server (LSP 3.17) for trial files on standard input and output. An editor starts it;
/// the README says how to set one up.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example (Helix, languages.toml):\n  [language-server.trialsieve]\n  command = \"trialsieve\"\n  args = [\"lsp\"]\n\nExit code 0: the editor said goodbye; 1: it went away without; 2: it could not be understood."
)]
pub struct LspArguments {
    /// Talk over standard input and output, as always; some editors say so
    #[arg(long)]
    pub stdio: bool,
}
