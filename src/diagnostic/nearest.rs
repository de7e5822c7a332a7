//! "Did you mean …?"

/// The known name nearest to a misspelt one, or none where nothing is near: at most one
/// edit in short names, one in four characters in long ones. Ties go to the first.
///
/// ```
/// use trialsieve::diagnostic::nearest;
/// assert_eq!(nearest("lactat", ["glucose", "lactate"]), Some("lactate"));
/// assert_eq!(nearest("zebra", ["glucose", "lactate"]), None);
/// ```
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = name.trim().to_lowercase();
    let length = wanted.chars().count();
    if length < 3 {
        return None;
    }
    let most = most_edits(length);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let count = candidate.chars().count();
        if count.abs_diff(length) > most {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
        // A name of four letters with one other is another name as often as a slip.
        if distance <= most && distance < count && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// How many slips a name of so many characters may hold.
pub(crate) fn most_edits(length: usize) -> usize {
    length.div_ceil(4).clamp(1, 3)
}
