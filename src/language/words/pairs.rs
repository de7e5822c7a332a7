//! Numbers in pairs: "blood pressure > 140/90 mmHg", "ALT/AST ≤ 3 × ULN".

use super::token::{Kind, Token};
use crate::quantity::{Decimal, Op, Scale};
use crate::vocabulary::{MeasureId, Vocabulary};

/// How far before a pair its blood pressure may be named.
const REACH: usize = 10;

/// Parts what stands in pairs.
pub(super) fn part(tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    if tokens.iter().any(|t| t.kind == Kind::Slash) {
        measures(tokens, vocabulary);
        pressures(tokens, vocabulary);
    }
}

fn number(token: Option<&Token>) -> Option<Decimal> {
    match token?.kind {
        Kind::Number(n) => Some(n),
        _ => None,
    }
}

/// "ALT/AST ≤ 3 × ULN", "AST (SGOT)/ALT (SGPT) > 100 U/L": each of the two; without a unit the
/// slash may be a ratio.
fn measures(tokens: &mut [Token], vocabulary: &Vocabulary) {
    let unit = |id: &MeasureId| vocabulary.measure(*id).map(|m| m.unit.clone());
    for i in 1..tokens.len() {
        if !tokens.get(i).is_some_and(|t| t.kind == Kind::Slash) {
            continue;
        }
        let before = match tokens.get(..i) {
            Some([.., measure, open, _, close]) if close.kind == Kind::Close && open.kind == Kind::Open => Some(measure),
            Some([.., measure]) => Some(measure),
            _ => None,
        };
        let (Some(Kind::Measure(a)), Some(Kind::Measure(b))) = (before.map(|t| &t.kind), tokens.get(i.saturating_add(1)).map(|t| &t.kind)) else {
            continue;
        };
        let behind = tokens.get(i.saturating_add(2)..).unwrap_or_default();
        let at = behind.iter().take(6).position(|t| matches!(t.kind, Kind::Comparator(_)));
        let Some([sign, value, scale, ..]) = at.and_then(|at| behind.get(at..)) else { continue };
        let counted = number(Some(value)).is_some() && matches!(scale.kind, Kind::Unit(_));
        if a == b || unit(a) != unit(b) || !counted {
            continue;
        }
        let both = matches!(sign.kind, Kind::Comparator(Op::Less | Op::AtMost));
        if let Some(token) = tokens.get_mut(i) {
            token.kind = if both { Kind::And } else { Kind::Or };
        }
    }
}

/// "> 140/90 mmHg": the systolic or the diastolic pressure; "< 140/90 mmHg": both.
fn pressures(tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    let named = |name: &str| vocabulary.measure_named(name).map(Kind::Measure);
    let (Some(systolic), Some(diastolic)) = (named("systolic blood pressure"), named("diastolic blood pressure")) else { return };
    let mut i = 0usize;
    while i < tokens.len() {
        let at = i;
        i = i.saturating_add(1);
        let rest = tokens.get(at..).unwrap_or_default();
        let Some(pair) = Pair::of(rest) else { continue };
        let before = tokens.get(at.saturating_sub(REACH)..at).unwrap_or_default();
        let in_pressure =
            pair.unit.as_ref().is_some_and(|t| matches!(&t.kind, Kind::Unit(Scale::Unit(u)) if u.to_lowercase().replace(' ', "").contains("mmhg")));
        if !in_pressure && !before.iter().any(speaks_of_pressure) {
            continue;
        }
        let Some(first) = rest.first().cloned() else { continue };
        let mark = |kind: Kind| Token { kind, text: String::new(), end: first.start, start: first.start, glued: true };
        let sign = before.last().filter(|t| matches!(t.kind, Kind::Comparator(_))).cloned();
        let op = match (sign.as_ref().map(|t| &t.kind), pair.suffix.as_ref().map(|t| &t.kind)) {
            (Some(Kind::Comparator(op)), _) | (None, Some(Kind::Suffix(op))) => *op,
            _ => continue,
        };
        let joint = if matches!(op, Op::Less | Op::AtMost) { Kind::And } else { Kind::Or };
        // In kilopascals both would be below 30.
        let large = number(Some(&pair.low)).is_some_and(|n| n >= Decimal::from(30));
        let unit = pair.unit.clone().or_else(|| large.then(|| mark(Kind::Unit(Scale::Unit("mmHg".to_owned())))));
        let (low, high, suffix) = (pair.low.clone(), pair.high.clone(), pair.suffix.clone());
        let used = pair.used;
        let from = at.saturating_sub(usize::from(sign.is_some()));
        let one = |measure: &Kind, number: Token| {
            let parts = [Some(mark(measure.clone())), sign.clone(), Some(number), unit.clone(), suffix.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>()
        };
        let mut parts = one(&systolic, high);
        parts.push(mark(joint));
        parts.extend(one(&diastolic, low));
        let length = parts.len();
        tokens.splice(from..at.saturating_add(used), parts);
        i = from.saturating_add(length);
    }
}

/// "140/90 mmHg or higher"
struct Pair {
    high: Token,
    low: Token,
    unit: Option<Token>,
    suffix: Option<Token>,
    used: usize,
}

impl Pair {
    fn of(rest: &[Token]) -> Option<Self> {
        let [high, slash, low, behind @ ..] = rest else { return None };
        let (a, b) = (number(Some(high))?, number(Some(low))?);
        let likely = slash.kind == Kind::Slash
            && a > b
            && a >= Decimal::from(60)
            && a <= Decimal::from(300)
            && b >= Decimal::from(30)
            && b <= Decimal::from(200);
        if !likely {
            return None;
        }
        let unit = behind.first().filter(|t| matches!(t.kind, Kind::Unit(_))).cloned();
        let next = behind.get(usize::from(unit.is_some()));
        let suffix = next.filter(|t| matches!(t.kind, Kind::Suffix(_))).cloned();
        let used = 3usize.saturating_add(usize::from(unit.is_some())).saturating_add(usize::from(suffix.is_some()));
        Some(Self { high: high.clone(), low: low.clone(), unit, suffix, used })
    }
}

fn speaks_of_pressure(token: &Token) -> bool {
    let lower = token.lower();
    ["blood pressure", "pressure", "hypertension", "hypertensive", "hypotension", "systolic", "diastolic"].iter().any(|w| lower.contains(w))
        || lower.split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "bp" | "sbp" | "dbp" | "nibp"))
}
