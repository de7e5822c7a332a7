//! Words for a severity: several of them are one, and a comma behind one parts nothing.

use super::token::{Kind, Token};
use crate::rule::SeverityRange;

/// "moderate to severe", "mild, moderate or severe", "moderate/severe": one severity.
pub(super) fn join(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(mut token) = rest.next() {
        while let Kind::Severity(low) = token.kind {
            let mut between: Vec<Token> = Vec::new();
            let joins = |t: &Token| matches!(t.kind, Kind::Dash | Kind::Or | Kind::Slash | Kind::And | Kind::Comma);
            while let Some(sign) = rest.next_if(|t| between.len() < 3 && joins(t)) {
                between.push(sign);
            }
            match rest.next_if(|t| !between.is_empty() && matches!(t.kind, Kind::Severity(_))) {
                Some(last) => {
                    if let Kind::Severity(high) = last.kind {
                        let top = low.high.unwrap_or(low.low).max(high.high.unwrap_or(high.low));
                        token.kind = Kind::Severity(SeverityRange { low: low.low.min(high.low), high: Some(top) });
                    }
                    token.text = format!("{} to {}", token.text, last.text);
                    token.end = last.end;
                }
                None => {
                    out.push(token);
                    out.append(&mut between);
                    token = match rest.next() {
                        Some(next) => next,
                        None => return out,
                    };
                }
            }
        }
        out.push(token);
    }
    out
}

/// "severe, uncontrolled hypertension": two adjectives of one noun, and no list. Where "and" or
/// "or" stands before the noun, the adjectives are of several things.
pub(super) fn before_adjectives(tokens: &mut [Token]) {
    let mut parts: Vec<usize> = Vec::new();
    for (i, two) in tokens.windows(2).enumerate() {
        let [graded, comma] = two else { continue };
        let at = i.saturating_add(1);
        let leads = i.checked_sub(1).and_then(|b| tokens.get(b)).is_none_or(|t| !matches!(t.kind, Kind::Word | Kind::Finding(_) | Kind::Measure(_)));
        if !matches!(graded.kind, Kind::Severity(_)) || comma.kind != Kind::Comma || !leads {
            continue;
        }
        let noun = |t: &&Token| matches!(t.kind, Kind::Word | Kind::Finding(_));
        let run: Vec<&Token> = tokens.iter().skip(at.saturating_add(1)).take_while(noun).collect();
        let ends = tokens.get(at.saturating_add(1).saturating_add(run.len()));
        let adjective = run.first().is_some_and(|t| t.kind == Kind::Word || t.text.contains([' ', '-']) || run.len() > 1);
        if adjective && run.iter().any(|t| matches!(t.kind, Kind::Finding(_))) || run.len() > 1 && ends.is_none() {
            parts.push(at);
        }
    }
    for at in parts {
        if let Some(token) = tokens.get_mut(at) {
            token.kind = Kind::Filler;
        }
    }
}
