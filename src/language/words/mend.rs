//! Passes over the tokens of a line: what belongs together becomes one token, what only looks like
//! a sign becomes a word.

use super::token::{Kind, Token};
use crate::quantity::{Decimal, Op};
use crate::vocabulary::{FindingId, Vocabulary};

/// "a fracture or earlier surgery": behind a name that nothing counts, "or earlier" only joins.
pub(super) fn or_earlier(tokens: &mut [Token]) {
    let counted = |t: &Token| t.text.chars().any(|c| c.is_ascii_digit()) || t.text.split(' ').any(|w| matches!(w, "I" | "II" | "III" | "IV" | "V"));
    let name = |t: &Token| matches!(t.kind, Kind::Word | Kind::Finding(_)) && !counted(t);
    let joins: Vec<usize> = tokens
        .windows(3)
        .enumerate()
        .filter(|(_, three)| matches!(three, [a, b, c] if name(a) && matches!(b.kind, Kind::Suffix(_)) && matches!(b.lower().as_str(), "or earlier" | "or later" | "or sooner" | "or under" | "or over") && name(c)))
        .map(|(i, _)| i.saturating_add(1))
        .collect();
    for i in joins {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Or;
        }
    }
}

/// "is eligible for surgery": what somebody is eligible for, and no allowance to take part.
pub(super) fn eligible_for(tokens: &mut Vec<Token>) {
    const STUDY: &[&str] = &[
        "enrollment",
        "enrolment",
        "entry",
        "inclusion",
        "participation",
        "protocol",
        "study",
        "the",
        "this",
        "trial",
        "our",
        "in",
        "into",
        "current",
        "clinical",
        "randomization",
        "participate",
        "take",
        "part",
        "enter",
        "be",
        "included",
        "enrolled",
        "enroll",
        "join",
    ];
    let mut i = 0usize;
    while let Some(next) = i.checked_add(1).filter(|n| *n < tokens.len()) {
        let eligible = tokens.get(i).is_some_and(|t| t.kind == Kind::Allowed && t.lower().ends_with("eligible"));
        if !eligible {
            i = next;
            continue;
        }
        let leads = tokens.get(next).is_some_and(|t| matches!(t.lower().as_str(), "for" | "to"));
        let ends = |t: &&Token| !matches!(t.kind, Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Open | Kind::Close | Kind::Exception);
        let rest = tokens.iter().skip(next.saturating_add(1)).take_while(ends);
        let study = rest.flat_map(|t| t.text.split(' ')).all(|w| STUDY.contains(&w.to_lowercase().as_str()));
        if leads && !study {
            let end = tokens.get(next).map_or(0, |t| t.end);
            let word = tokens.get(next).map(|t| String::from(t.lower())).unwrap_or_default();
            if let Some(token) = tokens.get_mut(i) {
                token.start = token.end.saturating_sub("eligible".len());
                token.kind = Kind::Narrows;
                token.text = format!("eligible {word}");
                token.end = end;
            }
            tokens.remove(next);
        }
        i = i.saturating_add(1);
    }
}

/// "histologically or cytologically confirmed": the adverbs are no parts of a list.
pub(super) fn join_adverbs(tokens: &mut [Token]) {
    let adverb = |t: &Token| t.kind == Kind::Word && t.text.len() > 4 && t.text.ends_with("ly");
    let joins: Vec<usize> = tokens
        .windows(3)
        .enumerate()
        .filter(|(_, three)| matches!(three, [a, b, c] if adverb(a) && matches!(b.kind, Kind::Or | Kind::And | Kind::Slash) && adverb(c)))
        .map(|(i, _)| i.saturating_add(1))
        .collect();
    for i in joins {
        // "either spontaneously or therapeutically"
        let either = i.checked_sub(2).filter(|e| tokens.get(*e).is_some_and(|t| t.text.eq_ignore_ascii_case("either")));
        for at in either.into_iter().chain([i]) {
            if let Some(token) = tokens.get_mut(at) {
                token.kind = Kind::Filler;
            }
        }
    }
}

/// "pacemaker/defibrillator", "heat / cold": a slash between two words parts a list.
pub(super) fn part_at_slashes(tokens: &mut [Token]) {
    let wordy =
        |t: &Token| matches!(t.kind, Kind::Finding(_) | Kind::Word) && t.text.chars().count() > 3 && t.text.chars().all(|c| !c.is_ascii_digit());
    let mut parts: Vec<usize> = Vec::new();
    for (i, three) in tokens.windows(3).enumerate() {
        if let [before, sign, after] = three
            && sign.kind == Kind::Slash
            && wordy(before)
            && wordy(after)
        {
            parts.push(i.saturating_add(1));
        }
    }
    for i in parts {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Or;
        }
    }
}

/// "sexually active with males": with whom, and not the patient's own sex.
pub(super) fn partners(tokens: &mut [Token], vocabulary: &Vocabulary) {
    let sexual = |t: &Token| ["sex", "sexual", "sexually", "intercourse"].iter().any(|w| t.lower().split(' ').any(|part| part == *w));
    let sex = |t: &Token| {
        let named = |id: &FindingId| vocabulary.finding(*id).is_some_and(|f| matches!(f.name.as_ref(), "male" | "female"));
        matches!(t.kind, Kind::Males | Kind::Females) || matches!(&t.kind, Kind::Finding(id) if named(id))
    };
    for i in 1..tokens.len() {
        let before = tokens.get(i.saturating_sub(3)..i).unwrap_or_default();
        let with = tokens.get(i).is_some_and(|t| t.text.eq_ignore_ascii_case("with"));
        if !with || !before.iter().any(sexual) || !tokens.get(i.saturating_add(1)).is_some_and(sex) {
            continue;
        }
        for (token, kind) in tokens.get_mut(i..).unwrap_or_default().iter_mut().zip([Kind::Relative, Kind::Word]) {
            token.kind = kind;
        }
    }
}

/// "pain in at least one shoulder": in how many of them is a part of the name.
pub(super) fn sites(tokens: &mut [Token]) {
    let four = Decimal::from(4);
    for i in 2..tokens.len() {
        let [before, place, sign, number, noun, behind @ ..] = tokens.get(i.saturating_sub(2)..).unwrap_or_default() else { return };
        let inside = place.kind == Kind::Filler && place.text.eq_ignore_ascii_case("in");
        let few = matches!(number.kind, Kind::Number(n) if n.fract().is_zero() && n > Decimal::ZERO && n <= four);
        let counted = inside && few && sign.kind == Kind::Comparator(Op::AtLeast);
        let named = matches!(before.kind, Kind::Finding(_)) && matches!(noun.kind, Kind::Word | Kind::Finding(_));
        let phrase = behind.iter().take(4).take_while(|t| {
            matches!(t.kind, Kind::Word | Kind::Finding(_) | Kind::Measure(_) | Kind::Filler | Kind::With | Kind::Comparator(_) | Kind::Suffix(_))
        });
        let measured = phrase.into_iter().any(|t| matches!(t.kind, Kind::Comparator(_) | Kind::Suffix(_)));
        if counted && named && !measured {
            tokens.get_mut(i..i.saturating_add(2)).unwrap_or_default().iter_mut().for_each(|t| t.kind = Kind::Word);
        }
    }
}

/// "S. aureus": the point behind a genus ends no sentence.
pub(super) fn genera(tokens: &mut [Token]) {
    let capital = |t: &Token| t.kind == Kind::Word && t.text.len() == 1 && t.text.chars().all(|c| c.is_ascii_uppercase());
    let species = |t: &Token| {
        matches!(t.kind, Kind::Word | Kind::Finding(_)) && !t.glued && t.text.len() > 3 && t.text.starts_with(|c: char| c.is_ascii_lowercase())
    };
    // "living in the U.S. territories"
    let letter = |t: &Token| t.text.chars().count() == 1 && t.text.chars().all(char::is_alphabetic);
    let initials: Vec<usize> = tokens
        .windows(3)
        .enumerate()
        .filter(|(_, three)| matches!(three, [a, point, b] if letter(a) && point.kind == Kind::Stop && point.glued && letter(b) && b.glued))
        .map(|(i, _)| i.saturating_add(1))
        .collect();
    for i in initials {
        let ends = tokens.get(i.saturating_add(3)).is_none();
        for at in [Some(i), Some(i.saturating_add(2)).filter(|_| !ends)].into_iter().flatten() {
            if let Some(token) = tokens.get_mut(at).filter(|t| t.kind == Kind::Stop) {
                token.kind = Kind::Filler;
            }
        }
    }
    let points: Vec<usize> = tokens
        .windows(3)
        .enumerate()
        .filter(|(_, three)| matches!(three, [genus, point, name] if capital(genus) && point.kind == Kind::Stop && point.glued && species(name)))
        .map(|(i, _)| i.saturating_add(1))
        .collect();
    for i in points {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Filler;
        }
    }
}

/// "disease, that is, …" explains; "disease that is …" narrows.
pub(super) fn explained(tokens: &mut [Token]) {
    let is = |t: &Token| t.kind == Kind::Defined && t.text.eq_ignore_ascii_case("that is");
    let narrowing: Vec<usize> = tokens
        .windows(2)
        .enumerate()
        .filter(
            |(_, two)| matches!(two, [before, that] if is(that) && !matches!(before.kind, Kind::Comma | Kind::Open | Kind::Semicolon | Kind::Dash)),
        )
        .map(|(i, _)| i.saturating_add(1))
        .collect();
    for i in narrowing {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Relative;
        }
    }
}

/// Brackets without a partner become filler, so that the grammar sees pairs only.
pub(super) fn pair_brackets(tokens: &mut [Token]) {
    let mut open: Vec<usize> = Vec::new();
    let mut lonely: Vec<usize> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(i),
            // No bracket reaches over a bullet.
            Kind::Item(_) => lonely.append(&mut open),
            Kind::Close if open.pop().is_none() => lonely.push(i),
            _ => {}
        }
    }
    lonely.extend(open);
    for i in lonely {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Filler;
        }
    }
}

/// "at least 2 of the 3 criteria": of how many there are is not counted; "2 of the 3" are at least 2.
pub(super) fn of_so_many(tokens: &mut Vec<Token>) {
    let mut at = 0usize;
    while at < tokens.len() {
        let whole = |t: Option<&Token>| match t?.kind {
            Kind::Number(n) if n.fract().is_zero() && n <= rust_decimal::Decimal::from(20) => Some(n),
            _ => None,
        };
        let text = |i: usize| tokens.get(at.saturating_add(i)).map(|t| t.text.to_lowercase()).unwrap_or_default();
        let of = match text(1).as_str() {
            "of the" | "of" | "out of" | "of these" | "out of the" => 1usize,
            "out" if matches!(text(2).as_str(), "of" | "of the" | "of these") => 2,
            _ => 0,
        };
        let the = of > 0 && matches!(text(of.saturating_add(1)).as_str(), "the" | "these");
        let between = (of > 0).then_some(());
        let total_at = at.saturating_add(of).saturating_add(if the { 2 } else { 1 });
        let compared = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| matches!(t.kind, Kind::Comparator(_) | Kind::Suffix(_)));
        let (count, total) = (whole(tokens.get(at)), whole(tokens.get(total_at)).filter(|_| between.is_some()));
        let things = tokens
            .get(total_at.saturating_add(1))
            .is_some_and(|t| !matches!(t.kind, Kind::Time(_) | Kind::Unit(_) | Kind::Number(_) | Kind::Comma | Kind::Stop));
        if let (Some(count), Some(total)) = (count, total)
            && count < total
            && things
            && (compared || count > rust_decimal::Decimal::ONE)
        {
            // "2 of the 3 criteria: …" announces a list.
            let listed = tokens.iter().skip(total_at.saturating_add(1)).take(4);
            let named =
                listed.take_while(|t| matches!(t.kind, Kind::Word | Kind::Finding(_) | Kind::CriteriaWord | Kind::Filler | Kind::After)).count();
            let colon = total_at.saturating_add(named).saturating_add(1);
            let announces = tokens.get(colon).is_some_and(|t| t.kind == Kind::Colon);
            for i in at.saturating_add(1)..if announces { colon } else { total_at.saturating_add(1) } {
                if let Some(token) = tokens.get_mut(i) {
                    token.kind = if announces && i == total_at { Kind::Following(super::Group::Count) } else { Kind::Filler };
                }
            }
            if let Some(start) = tokens.get(at).map(|t| t.start).filter(|_| !compared) {
                tokens
                    .insert(at, Token { kind: Kind::Comparator(crate::quantity::Op::AtLeast), text: String::new(), start, end: start, glued: false });
            }
        }
        at = at.saturating_add(1);
    }
}

/// "cancer (except skin cancer, or melanoma": what an exception opens and nobody closes ends with
/// its sentence.
pub(super) fn close_exceptions(tokens: &mut Vec<Token>) {
    let mut open: Vec<usize> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(i),
            Kind::Close => {
                open.pop();
            }
            Kind::Item(_) => open.clear(),
            _ => {}
        }
    }
    let excepts = |i: usize| tokens.get(i.saturating_add(1)).is_some_and(|t| t.kind == Kind::Exception);
    let Some(at) = open.pop().filter(|i| open.is_empty() && excepts(*i)) else { return };
    let ends = |t: &Token| matches!(t.kind, Kind::Stop | Kind::Item(_) | Kind::Semicolon);
    let end = tokens.iter().skip(at).position(ends).map_or(tokens.len(), |n| at.saturating_add(n));
    let place = end.checked_sub(1).and_then(|last| tokens.get(last)).map_or(0, |t| t.end);
    tokens.insert(end, Token { kind: Kind::Close, text: String::new(), start: place, end: place, glued: true });
}
