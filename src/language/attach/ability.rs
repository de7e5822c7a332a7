//! What somebody can, will or will not do: one thing under its own words, however many verbs and
//! objects it has ("unable to read or write", "unwilling or unable to comply").

use super::Context;
use super::ability_ends::{closes, own_part};
use super::acts::VERBS;
use crate::language::element::{Element, Shared, Sign, What};
use crate::language::words::{Kind, Link, Lower};

/// Words for an ability or a will; `true`: for the want of it.
const HEADS: &[(&str, bool)] = &[
    ("ability", false),
    ("able", false),
    ("cannot", true),
    ("capability", false),
    ("capable", false),
    ("inability", true),
    ("fail", true),
    ("fails", true),
    ("incapable", true),
    ("refusal", true),
    ("refuse", true),
    ("refuses", true),
    ("refusing", true),
    ("unable", true),
    ("unwilling", true),
    ("unwillingness", true),
    ("willing", false),
    ("willingness", false),
];

/// How many words an ability has at most.
const MAX_WORDS: usize = 60;

/// How many things one head or one verb list names at most.
const MAX_NAMES: usize = 8;

/// What one does to things that stand in a list ("comply with visits, treatment and tests").
const TAKING_LISTS: &[&str] = &["adhere", "attend", "complete", "comply", "follow", "perform", "undergo", "understand"];

/// Others who act for the patient: their part in the subject is no other criterion.
const PROXIES: &[&str] = &["caregiver", "caregivers", "carer", "carers", "guardian", "guardians", "parent", "parents", "representative"];

/// The elements with each ability as one of them.
pub(super) fn folded(context: &Context<'_>, elements: &[Element]) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::with_capacity(elements.len());
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        if let Some((shared, next)) = ability(context, &out, elements, i) {
            let taken = out.iter().rev().take_while(|e| e.from >= shared.from).count();
            out.truncate(out.len().saturating_sub(taken));
            out.push(shared);
            i = next;
            continue;
        }
        out.push(match &element.what {
            What::Bracket(inner) => Element { what: What::Bracket(folded(context, inner)), ..*element },
            _ => element.clone(),
        });
        i = i.saturating_add(1);
    }
    out
}

/// A word of the stretch, or a connective.
pub(super) struct Piece {
    text: String,
    pub(super) element: usize,
    pub(super) sign: Option<Option<bool>>,
    /// It follows the word before without a blank.
    glued: bool,
}

impl Piece {
    fn lower(&self) -> Lower<'_> {
        Lower::of(&self.text)
    }

    pub(super) fn is(&self, words: &[&str]) -> bool {
        self.sign.is_none() && words.iter().any(|w| self.text.eq_ignore_ascii_case(w))
    }

    fn head(&self) -> Option<bool> {
        HEADS.iter().find(|(head, _)| self.is(&[head])).map(|(_, lacks)| *lacks)
    }

    pub(super) fn connects(&self) -> Option<bool> {
        match self.sign {
            Some(or) => or,
            None if self.is(&["or", "/", "and/or"]) => Some(true),
            None if self.is(&["and", "&"]) => Some(false),
            None => None,
        }
    }
}

/// The words from an element on, up to what ends them for certain.
fn pieces(context: &Context<'_>, elements: &[Element], from: usize) -> Vec<Piece> {
    let mut out = Vec::new();
    for (i, element) in elements.iter().enumerate().skip(from) {
        // "ability to obtain …"
        let verb = i == from.saturating_add(1) && context.kind(element.from) == Some(&Kind::Purpose) && element.what == What::Token;
        if out.len() > MAX_WORDS || (ends(context, element) && !verb) {
            break;
        }
        match &element.what {
            What::Separator(s) => {
                out.push(Piece { text: context.words(element.from, element.to), element: i, sign: Some(s.or), glued: s.sign == Sign::Comma });
            }
            _ => {
                let words = context.words(element.from, element.to);
                let glued = context.token(element.from).is_some_and(|t| t.glued);
                let each = words.split(' ').enumerate();
                out.extend(each.map(|(n, w)| Piece { text: w.to_owned(), element: i, sign: None, glued: glued && n == 0 }));
            }
        }
    }
    out
}

/// Whether an element can be no part of what somebody can do.
fn ends(context: &Context<'_>, element: &Element) -> bool {
    match &element.what {
        What::Separator(s) => s.sign < Sign::Comma,
        What::Comparison(_) => false,
        What::Token => match context.kind(element.from) {
            Some(
                Kind::Link(Link::Cause)
                | Kind::Exception
                | Kind::Allowed
                | Kind::Colon
                | Kind::Judgement
                | Kind::Condition
                | Kind::Examples
                | Kind::Defined
                | Kind::Following(_)
                | Kind::Purpose
                | Kind::Excluded
                | Kind::Enumerator
                | Kind::Item(_)
                | Kind::Regardless
                | Kind::Assessed
                | Kind::OpenEnd,
            ) => true,
            Some(Kind::Relative) => context.token(element.from).is_some_and(|t| !t.text.eq_ignore_ascii_case("that")),
            _ => false,
        },
        What::Shared(_) | What::Span(_) | What::FromTo { .. } | What::Ago(_) => false,
        // "attend all visits"
        What::Group(_) => context.words(element.from, element.to).contains(' '),
        _ => true,
    }
}

/// "able to reach an FEV1 > 50 %": a measure with its numbers is asked by itself.
fn measured(context: &Context<'_>, elements: &[Element]) -> bool {
    let measure = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Measure(_)));
    let compares = |e: &Element| matches!(&e.what, What::Comparison(n) if n.compared);
    elements.iter().any(measure) && elements.iter().any(compares)
}

fn ability(context: &Context<'_>, before: &[Element], elements: &[Element], i: usize) -> Option<(Element, usize)> {
    let first = elements.get(i).filter(|e| e.what == What::Token)?;
    matches!(context.kind(first.from), Some(Kind::Word | Kind::Negation | Kind::Finding(_) | Kind::Filler)).then_some(())?;
    let opening = context.words(first.from, first.to);
    let opening = opening.split(' ').next().unwrap_or_default();
    HEADS.iter().any(|(head, _)| opening.eq_ignore_ascii_case(head)).then_some(())?;
    let pieces = pieces(context, elements, i);
    let (heads, joined, mut at) = heads(&pieces);
    let lacks = pieces.first().and_then(Piece::head)?;
    // "objects that cannot be removed": nobody's inability.
    let opens = before.iter().rev().find(|e| !filler(context, e)).is_none_or(|e| {
        matches!(e.what, What::Separator(_))
            || e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Relative | Kind::Colon | Kind::Condition))
    });
    let verbal = pieces.first().is_some_and(|p| p.is(&["cannot", "refuse", "refuses", "refusing"]));
    if verbal && (!opens || pieces.get(at).is_some_and(|p| p.is(&["be"]))) {
        return None;
    }
    // "ability of the subject to understand": whose it is, is the patient's.
    if pieces.get(at).is_some_and(|p| p.is(&["of", "for"])) && !pieces.first().is_some_and(|p| p.is(&["capable", "incapable", "refusal"])) {
        let to = pieces.iter().skip(at).take(6).position(|p| p.is(&["to"]))?;
        at = at.saturating_add(to);
    }
    let leads = pieces.get(at).filter(|p| p.is(&["to", "of"]));
    if leads.is_none() && !verbal {
        return None;
    }
    let lead = leads.map(|p| p.text.clone()).unwrap_or_default();
    let (bodies, or, last) = bodies(context, elements, &pieces, at.saturating_add(usize::from(leads.is_some())), lacks)?;
    let end = elements.get(last).filter(|_| !measured(context, elements.get(i..=last).unwrap_or_default()))?;
    // "not willing or unable": the "not" is the first one's only.
    let mixed = heads.len() > 1 && !lacks && pieces.iter().take(at).any(|p| p.head() == Some(true));
    let not = before.last().filter(|e| mixed && e.what == What::Token && context.words(e.from, e.to).eq_ignore_ascii_case("not"));
    let lacks = lacks || not.is_some();
    let mut heads = heads;
    if let (Some(_), Some(head)) = (not, heads.first_mut()) {
        *head = format!("not {head}");
    }
    let who = proxies(context, before);
    let subject = who.map_or(String::new(), |e| context.words(e, copula(context, before, first.from)));
    let parts = |head: &str, body: &str| {
        let body = body.replace("signed and dated ", "");
        [subject.as_str(), head, lead.as_str(), body.as_str()].iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" ")
    };
    let names: Vec<_> = bodies.iter().flat_map(|body| heads.iter().map(|head| (parts(head, body), None))).take(MAX_NAMES).collect();
    let or = lacks || if heads.len() > 1 { joined } else { or };
    let from = who.or(not.map(|e| e.from)).unwrap_or(first.from);
    Some((Element { what: What::Shared(Shared { or, names }), from, to: end.to }, last.saturating_add(1)))
}

/// "unwilling or unable": the heads, whether one is enough, and what stands behind them.
fn heads(pieces: &[Piece]) -> (Vec<String>, bool, usize) {
    let mut heads: Vec<String> = pieces.first().map(|p| p.text.clone()).into_iter().collect();
    let (mut at, mut or) = (1usize, false);
    loop {
        // "willing to or otherwise able to"
        let sign_at = at.saturating_add(usize::from(pieces.get(at).is_some_and(|p| p.is(&["to"]))));
        let Some(sign) = pieces.get(sign_at).and_then(Piece::connects) else { break };
        let behind = pieces.iter().enumerate().skip(sign_at.saturating_add(1));
        let Some((next, head)) = behind.take(3).find(|(_, p)| !p.is(&["otherwise", "mentally", "physically", "legally", "also", "/", "or"])) else {
            break;
        };
        if head.head().is_none() {
            break;
        }
        heads.push(head.text.clone());
        or |= sign;
        at = next.saturating_add(1);
    }
    (heads, or, at)
}

/// What is done: one body, or one for each verb that has an object of its own; whether one of
/// them is enough, and the last element of it.
fn bodies(context: &Context<'_>, elements: &[Element], pieces: &[Piece], from: usize, lacks: bool) -> Option<(Vec<String>, bool, usize)> {
    let mut bodies: Vec<String> = vec![String::new()];
    let (mut or, mut last) = (lacks, None);
    // The words since the last verb, and that verb.
    let (mut words, mut verb) = (0usize, String::new());
    let mut i = from;
    while let Some(piece) = pieces.get(i) {
        let element = elements.get(piece.element)?;
        let lasts = matches!(element.what, What::Span(_) | What::FromTo { .. });
        if lasts && lacks {
            break;
        }
        if piece.connects().is_some() || piece.sign.is_some() {
            let mut next = i.saturating_add(1);
            while pieces.get(next).is_some_and(|p| p.is(&["to", "be", "can", "will", "also", "then"]) || p.lower().ends_with("ly")) {
                next = next.saturating_add(1);
            }
            let Some(behind) = pieces.get(next) else { break };
            let noun = pieces.get(next.saturating_add(1)).is_some_and(|p| p.is(&["of"]));
            let acts = !noun && VERBS.iter().any(|v| behind.is(&[v]));
            // "ability to consent and consent to participation"
            if behind.head().is_some() || behind.is(&[verb.as_str()]) {
                break;
            }
            let comma = piece.sign.is_some() && piece.connects().is_none() || piece.text.starts_with(',');
            if acts && words > 1 {
                or |= piece.connects() == Some(true);
                bodies.push(String::new());
                (words, verb) = (0, String::new());
                i = next;
                continue;
            }
            let lists = TAKING_LISTS.contains(&verb.to_lowercase().as_str());
            let own = own_part(context, elements, behind.element, lists);
            let listed = comma && !own && lists && closes(context, elements, pieces, i);
            if !acts && (comma && !listed || own || next > i.saturating_add(1)) {
                break;
            }
            if acts {
                words = 0;
            }
        } else {
            words = words.saturating_add(1);
            if words == 1 {
                verb = piece.text.clone();
            }
        }
        let body = bodies.last_mut()?;
        if !piece.glued && !body.is_empty() {
            body.push(' ');
        }
        body.push_str(&piece.text);
        last = Some(piece.element);
        i = i.saturating_add(1);
    }
    bodies.retain(|b| !b.is_empty());
    (!bodies.is_empty()).then_some((bodies, or, last?))
}

fn filler(context: &Context<'_>, element: &Element) -> bool {
    element.what == What::Token && matches!(context.kind(element.from), Some(Kind::Filler | Kind::Dash | Kind::Enumerator))
}

/// "the patient or guardian is unable to": where a subject begins that is not the patient alone.
fn proxies(context: &Context<'_>, before: &[Element]) -> Option<usize> {
    let word = |e: &Element| context.lower(e.from, e.to);
    let mut from = None;
    let mut another = false;
    for element in before.iter().rev().take(12) {
        let part = match &element.what {
            What::Separator(s) => s.sign == Sign::None,
            What::Token => matches!(context.kind(element.from), Some(Kind::Filler | Kind::Word | Kind::Slash | Kind::Finding(_))),
            _ => false,
        };
        if !part || word(element).split(' ').any(|w| w == "with") {
            break;
        }
        another |= word(element).split(['/', ' ']).any(|w| PROXIES.contains(&w));
        from = Some(element.from);
    }
    from.filter(|_| another)
}

/// The end of the subject before "is" and "are".
fn copula(context: &Context<'_>, before: &[Element], end: usize) -> usize {
    let copula = |e: &&Element| {
        let word = context.lower(e.from, e.to);
        e.what == What::Token && matches!(word.as_str(), "is" | "are" | "be" | "must be" | "who" | "should" | "must" | "will" | "who is" | "who are")
    };
    before.iter().rev().take_while(copula).last().map_or(end, |e| e.from)
}
