//! Texts as tables hold them.

/// Very many texts as one: each of them by itself would have to be found in memory anew at every
/// start of the program.
pub fn packed(texts: &[&str]) -> String {
    let mut end = 0usize;
    let ends: Vec<String> = texts
        .iter()
        .map(|text| {
            end = end.saturating_add(text.len());
            end.to_string()
        })
        .collect();
    format!("Packed {{ text: {:?}, ends: &[{}] }}", texts.concat(), ends.join(", "))
}
