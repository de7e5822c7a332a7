//! The one layout of a trial file.

use super::comments::Comments;
use super::{read, write};
use crate::diagnostic::{Code, Diagnostic};

/// A trial file in its one layout, as `parse` and `import` write it, with its comments.
///
/// What it says stays the same, and formatting twice changes nothing.
///
/// ```
/// use trialsieve::rule::yaml;
/// let written = "trial: X   # a draft\nformat: 1\nexclusion: []\ninclusion:\n  - {id: I1, text: Age ≥ 18, rule: {finding: {of: sepsis}}}\n";
/// let formatted = yaml::format(written).unwrap();
/// assert!(formatted.starts_with("format: 1\ntrial: X  # a draft\ninclusion:\n- id: I1\n"));
/// assert_eq!(yaml::read(&formatted), yaml::read(written));
/// assert_eq!(yaml::format(&formatted).unwrap(), formatted);
/// ```
///
/// # Errors
/// The diagnostics of [`read`], where it is no trial file.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let trial = read(text)?;
    let comments = Comments::read(text).map_err(|d| vec![d])?;
    let formatted = comments.put_into(&ended(&write(&trial)), |path| Some(path.clone()));
    // INVARIANT: what cannot be proved to say the same is not written.
    let same = read(&formatted).is_ok_and(|again| again == trial);
    unchanged(same, &comments, &formatted)?;
    Ok(formatted)
}

/// Refuses a new layout that does not say what the old one said.
pub(crate) fn unchanged(same: bool, comments: &Comments, formatted: &str) -> Result<(), Vec<Diagnostic>> {
    let kept = |found: Comments| {
        let joined = found.texts().join("\n");
        comments.texts().iter().all(|text| joined.contains(text))
    };
    if same && Comments::read(formatted).is_ok_and(kept) {
        return Ok(());
    }
    let help = "the file is left as it is; please report it";
    Err(vec![Diagnostic::new(Code::NotYaml, "the file cannot be laid out anew without changing what it says").help(help)])
}

/// A file ends with the end of a line.
pub fn ended(text: &str) -> String {
    format!("{}\n", text.trim_end())
}
