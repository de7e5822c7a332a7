//! How many records of the sheet contradict each other: so many the full reader warns of.

use super::sheet::Sheet;
use super::tables::Meaning;
use crate::patient::profile::Presence;
use crate::time::Moment;

/// A record of a yes or no, by its key, with the stretch for which it says so for certain.
struct Stretch {
    concept: usize,
    from: Moment,
    until: Moment,
}

/// The number of warnings; none where the full reader has to look.
pub fn warnings(sheet: &Sheet, meanings: &[Meaning]) -> Option<usize> {
    let of = |presence| move |s: &&super::Said| s.presence == presence;
    if !sheet.records.iter().any(|s| s.presence == Presence::Absent) {
        return Some(0);
    }
    let stretch = |s: &super::Said| certain(sheet, s, meanings);
    let noes: Vec<Stretch> = sheet.records.iter().filter(of(Presence::Absent)).map(stretch).collect::<Option<_>>()?;
    let mut found: Vec<(usize, usize)> = Vec::new();
    for yes in sheet.records.iter().filter(of(Presence::Present)) {
        let yes = stretch(yes)?;
        let Some(meaning) = meanings.get(yes.concept) else { continue };
        for no in noes.iter().filter(|no| no.from <= yes.until && no.until >= yes.from) {
            let Some(denied) = meanings.get(no.concept).map(|m| m.key).filter(|key| meaning.wider.contains(key)) else { continue };
            if !found.contains(&(meaning.key, denied)) {
                found.push((meaning.key, denied));
            }
        }
    }
    Some(found.len())
}

/// As the full reader has it; a stretch without length is left to it.
fn certain(sheet: &Sheet, said: &super::Said, meanings: &[Meaning]) -> Option<Stretch> {
    let moment = sheet.as_of.unwrap_or(Moment::MAX);
    let stays = said.presence == Presence::Present && meanings.get(said.concept)?.stays_done;
    let until = match said.to {
        Some(to) if !stays => to.earliest.plus_millis(-1),
        _ => Moment::MAX,
    };
    let (from, until) = match (said.from, said.to) {
        (None, None) => (moment, moment),
        (None, Some(to)) => (until.min(to.earliest), until),
        (Some(from), _) => (from.latest, until),
    };
    (from <= until).then_some(Stretch { concept: said.concept, from, until })
}
