//! Passes over the tokens of a line: what belongs together becomes one token, what only looks like
//! a sign becomes a word.

use super::token::{Kind, Token};
use crate::rule::SeverityRange;

/// "moderate to severe", "moderate or severe", "moderate/severe": one severity.
pub(super) fn join_severities(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(mut token) = rest.next() {
        let low = match &token.kind {
            Kind::Severity(range) => range.low,
            _ => {
                out.push(token);
                continue;
            }
        };
        let mut between: Vec<Token> = Vec::new();
        while let Some(sign) = rest.next_if(|t| between.len() < 3 && matches!(t.kind, Kind::Dash | Kind::Or | Kind::Slash | Kind::And)) {
            between.push(sign);
        }
        match rest.next_if(|t| !between.is_empty() && matches!(t.kind, Kind::Severity(_))) {
            Some(last) => {
                if let Kind::Severity(high) = last.kind {
                    token.kind = Kind::Severity(SeverityRange { low: low.min(high.low), high: Some(low.max(high.low)) });
                }
                token.text = format!("{} to {}", token.text, last.text);
                token.end = last.end;
                out.push(token);
            }
            None => {
                out.push(token);
                out.append(&mut between);
            }
        }
    }
    out
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
        let eligible = tokens.get(i).is_some_and(|t| t.kind == Kind::Allowed && t.text.to_lowercase().ends_with("eligible"));
        if !eligible {
            i = next;
            continue;
        }
        let leads = tokens.get(next).is_some_and(|t| matches!(t.text.to_lowercase().as_str(), "for" | "to"));
        let ends = |t: &&Token| !matches!(t.kind, Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Open | Kind::Close | Kind::Exception);
        let rest = tokens.iter().skip(next.saturating_add(1)).take_while(ends);
        let study = rest.flat_map(|t| t.text.split(' ')).all(|w| STUDY.contains(&w.to_lowercase().as_str()));
        if leads && !study {
            let end = tokens.get(next).map_or(0, |t| t.end);
            let word = tokens.get(next).map(|t| t.text.to_lowercase()).unwrap_or_default();
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
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Filler;
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

/// "S. aureus": the point behind a genus ends no sentence.
pub(super) fn genera(tokens: &mut [Token]) {
    let capital = |t: &Token| t.kind == Kind::Word && t.text.len() == 1 && t.text.chars().all(|c| c.is_ascii_uppercase());
    let species = |t: &Token| {
        matches!(t.kind, Kind::Word | Kind::Finding(_)) && !t.glued && t.text.len() > 3 && t.text.starts_with(|c: char| c.is_ascii_lowercase())
    };
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

/// "injection of any drug", "carcinoma in situ of any organ": whichever it is, it is no thing of its own.
pub(super) fn of_whichever(tokens: &mut [Token]) {
    const WHICHEVER: &[&str] = &[
        "cause",
        "causes",
        "degree",
        "drug",
        "drugs",
        "duration",
        "etiology",
        "grade",
        "kind",
        "location",
        "medication",
        "nature",
        "organ",
        "organs",
        "origin",
        "severity",
        "site",
        "sites",
        "sort",
        "stage",
        "type",
        "types",
    ];
    let is = |t: &Token, words: &[&str]| words.iter().any(|w| t.text.eq_ignore_ascii_case(w));
    let found: Vec<usize> = tokens
        .windows(3)
        .enumerate()
        .filter(|(_, three)| matches!(three, [of, any, what] if is(of, &["of", "to"]) && is(any, &["any"]) && matches!(what.kind, Kind::Finding(_)) && is(what, WHICHEVER)))
        .map(|(i, _)| i.saturating_add(2))
        .collect();
    for i in found {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Word;
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
        let between = tokens
            .get(at.saturating_add(1))
            .filter(|t| matches!(t.text.to_lowercase().as_str(), "of the" | "of" | "out of" | "of these" | "out of the"));
        let the = between.is_some() && tokens.get(at.saturating_add(2)).is_some_and(|t| matches!(t.text.to_lowercase().as_str(), "the" | "these"));
        let total_at = at.saturating_add(if the { 3 } else { 2 });
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

/// "possible for regional anesthesia": what can be done, and nothing that is suspected.
pub(super) fn feasible(tokens: &mut [Token]) {
    let found: Vec<usize> = tokens
        .windows(2)
        .enumerate()
        .filter(|(_, two)| matches!(two, [possible, to] if possible.kind == Kind::Suspicion && possible.text.eq_ignore_ascii_case("possible") && matches!(to.text.to_lowercase().as_str(), "for" | "to")))
        .map(|(i, _)| i)
        .collect();
    for i in found {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Word;
        }
    }
}

/// "the same, or similar, tasks": an adjective between commas is no part of a list.
pub(super) fn parenthetical(tokens: &mut [Token]) {
    const ALIKE: &[&str] = &["similar", "equivalent", "comparable", "related", "greater", "better", "longer"];
    let found: Vec<usize> = tokens
        .windows(4)
        .enumerate()
        .filter(|(_, four)| {
            matches!(four, [a, or, word, b] if a.kind == Kind::Comma && or.kind == Kind::Or && b.kind == Kind::Comma
                && word.kind == Kind::Word && ALIKE.iter().any(|w| word.text.eq_ignore_ascii_case(w)))
        })
        .map(|(i, _)| i)
        .collect();
    for i in found {
        for at in [i, i.saturating_add(1), i.saturating_add(3)] {
            if let Some(token) = tokens.get_mut(at) {
                token.kind = Kind::Filler;
            }
        }
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
