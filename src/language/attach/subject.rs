//! Sentences that demand something of a part of the patients: "women of childbearing potential
//! must use contraception". Who is not of that part meets the demand.

use super::bracket::sex;
use super::condition::negated;
use super::sentence::whole;
use super::{Context, Scope};
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule, SteadyRule};

/// How many elements the subject of a sentence has at most.
const MAX_SUBJECT: usize = 24;

/// Words for patients of one sex.
const SEXES: &[&str] = &["women", "woman", "men", "man", "female", "females", "male", "males"];

/// The rule of a sentence whose subject is a part of the patients and that says what they must do.
pub(super) fn demand(context: &Context<'_>, sentence: &[Element]) -> Option<Rule> {
    let bullet = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
    let sentence = sentence.get(sentence.iter().take_while(bullet).count()..)?;
    let modal = sentence.iter().take(MAX_SUBJECT).enumerate().position(|(i, e)| {
        says(context, e, &["must", "should", "shall", "agree to", "agrees to"])
            // "will use contraception" demands; "will be enrolled" does not.
            || says(context, e, &["will"]) && sentence.get(i.saturating_add(1)).is_some_and(|next| says(context, next, &["use", "agree", "practice", "abstain"]))
    })?;
    let (subject, asked) = (sentence.get(..modal)?, sentence.get(modal..)?);
    let subject = without_study(context, subject);
    // "women of childbearing potential and men": each is a part of the patients.
    let parts: Vec<&[Element]> = subject.split(|e| matches!(e.what, What::Separator(_))).filter(|p| !p.is_empty()).collect();
    // "… and their partners" are no patients: what they do, the patient answers for.
    let partner = |e: &Element| e.what == What::Token && context.lower(e.from, e.to).trim_end_matches('s').ends_with("partner");
    let (partners, patients): (Vec<&[Element]>, Vec<&[Element]>) = parts.iter().copied().partition(|part| part.iter().any(partner));
    let parts = if patients.len() > 1 { patients } else { parts };
    let several = parts.len() > 1 && parts.iter().all(|part| is_part(context, part));
    if !(several || is_part(context, subject))
        || subject.last().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative))
    {
        return None;
    }
    let one = |part: &[Element]| whole(context, part, &Scope { or: Some(true), ..Scope::default() }).or_else(|| by_sex(context, part));
    let who = if several {
        let all: Option<Vec<Rule>> = parts.iter().map(|part| one(part)).collect();
        for part in partners {
            let (from, to) = context.span_of(part);
            context.mark(from, to);
        }
        context.group(true, all?)?
    } else {
        one(subject)?
    };
    let asked = whole(context, asked, &Scope { or: Some(false), ..Scope::default() })?;
    let at = who.at;
    match context.kind {
        CriterionKind::Inclusion => {
            let (from, to) = context.span_of(subject);
            let not = context.rule(Node::Not(Box::new(who)), from, to);
            context.group(true, vec![Rule { at: at.or(not.at), ..not }, asked])
        }
        // Among the exclusions: who is of that part and does not do it.
        CriterionKind::Exclusion => context.group(false, vec![who, negated(asked)]),
    }
}

/// "Men treated or enrolled on this protocol": the men, since all are.
fn without_study<'e>(context: &Context<'_>, subject: &'e [Element]) -> &'e [Element] {
    const TAKING_PART: &[&str] = &["treated", "enrolled", "entered", "participating", "included", "registered", "randomized", "randomised"];
    let at = subject.iter().position(|e| context.words(e.from, e.to).to_lowercase().split(' ').next().is_some_and(|w| TAKING_PART.contains(&w)));
    let Some((who, part)) = at.filter(|at| *at > 0).and_then(|at| subject.split_at_checked(at)) else { return subject };
    let (from, to) = context.span_of(part);
    let ends = context.words(from, to).to_lowercase();
    let study = ["study", "trial", "protocol"].iter().any(|w| ends.ends_with(w));
    if !study {
        return subject;
    }
    context.mark(from, to);
    who
}

/// "For women of childbearing potential: a negative pregnancy test", "If HIV positive, on
/// antiretrovirals": what is asked counts for that part of the patients only.
pub(super) fn for_part(context: &Context<'_>, sentence: &[Element]) -> Option<Rule> {
    let bullet = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
    let sentence = sentence.get(sentence.iter().take_while(bullet).count()..)?;
    let (first, rest) = sentence.split_first()?;
    let condition = super::aside::is_condition(context, first);
    let whom = first.what == What::Token && context.kind(first.from) == Some(&Kind::For);
    let label = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Males | Kind::Females | Kind::Finding(_)));
    // "If female, …", "For women, …": the wording holds the sex, too.
    let opens = |text: &str| matches!(text.to_lowercase().split(' ').next(), Some("if" | "for" | "in" | "among"));
    let by_sex_word =
        matches!(context.kind(first.from), Some(Kind::Males | Kind::Females)) && context.token(first.from).is_some_and(|t| opens(&t.text));
    let (opening, rest) = if condition || whom {
        (Some(first), rest)
    } else if by_sex_word {
        (Some(first), sentence)
    } else {
        (None, sentence)
    };
    if opening.is_none() && !rest.first().is_some_and(label) {
        return None;
    }
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let colon = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Colon);
    let end = rest
        .iter()
        .take(MAX_SUBJECT)
        .position(|e| if opening.is_some() { comma(e) || colon(e) } else { !matches!(e.what, What::Token) || colon(e) })?;
    let (who, asked) = rest.split_at_checked(end)?;
    let (sign, asked) = asked.split_first()?;
    let sexed = sexed(context, who) && is_part(context, who);
    // "FOR PILOT AND FULL IMPLEMENTATION: …": for which patients that is, a person knows.
    let unknown = || !who.iter().any(|e| matches!(e.what, What::Shared(_)) || super::tail::names(context, e.from));
    if whom && !sexed && colon(sign) && !who.is_empty() && unknown() {
        let (from, to) = (first.from, context.span_of(who).1);
        let asked = whole(context, asked, &Scope::default())?;
        context.mark(from, to);
        return context.group(false, vec![context.rule(Node::Review(context.words(from, to)), from, to), asked]);
    }
    // Without an opening word only the patients of a sex are a label: "Women: not pregnant".
    if who.is_empty() || asked.is_empty() || (opening.is_none() && !(sexed && colon(sign))) || (whom && !sexed) {
        return None;
    }
    let who = whole(context, who, &Scope { or: Some(true), ..Scope::default() }).or_else(|| by_sex(context, who))?;
    let who = narrower(context, who);
    if !sexed && !super::condition::is_sure(context, &who) {
        return None;
    }
    let asked = stable(context, &who, asked).or_else(|| whole(context, asked, &Scope::default()))?;
    opening.iter().for_each(|e| context.mark(e.from, e.to));
    super::condition::implied(context, who, asked)
}

/// "If on statins, stable dose for 4 weeks": the dose of what they are on.
fn stable(context: &Context<'_>, who: &Rule, asked: &[Element]) -> Option<Rule> {
    let drug = if let Node::Finding(f) = &who.node { f.of.clone() } else { return None };
    let span = asked.iter().find_map(|e| if let What::Span(bound) = &e.what { Some(*bound) } else { None })?;
    let (from, to) = context.span_of(asked);
    let words = context.words(from, to).to_lowercase();
    let named = asked.iter().any(|e| e.what == What::Token && super::tail::names(context, e.from));
    if named || !words.contains("stable") && !words.contains("unchanged") && !words.contains("constant") {
        return None;
    }
    context.mark(from, to);
    Some(context.rule(Node::Steady(SteadyRule { of: drug, within: span }), from, to))
}

/// Of "women" and "women of childbearing potential" the narrower alone.
fn narrower(context: &Context<'_>, who: Rule) -> Rule {
    let known = |r: &Rule| if let Node::Finding(f) = &r.node { context.vocabulary.finding_named(&f.of) } else { None };
    match &who.node {
        Node::All(parts) => match parts.as_slice() {
            [wide, narrow] if known(wide).zip(known(narrow)).is_some_and(|(w, n)| context.vocabulary.is_a(n, w)) => narrow.clone(),
            _ => who,
        },
        _ => who,
    }
}

fn says(context: &Context<'_>, element: &Element, words: &[&str]) -> bool {
    element.what == What::Token && context.token(element.from).is_some_and(|t| words.contains(&t.lower().as_str()))
}

/// Whether the subject is some of the patients: those of a sex, or "patients with …".
fn is_part(context: &Context<'_>, subject: &[Element]) -> bool {
    const PEOPLE: &[&str] =
        &["patients", "subjects", "participants", "individuals", "persons", "people", "those", "volunteers", "children", "adults"];
    let Some(first) = subject.first() else { return false };
    let separated = subject.iter().any(|e| matches!(e.what, What::Separator(s) if s.or.is_none()));
    let sexed = sexed(context, subject);
    let both = context.token(first.from).is_some_and(|t| t.text.contains(" and ") || t.text.contains(" or "));
    let people = says(context, first, PEOPLE);
    // "subjects of reproductive potential"
    let potential = subject.len() > 2
        && people
        && says(context, subject.get(1).unwrap_or(first), &["of"])
        && subject.last().is_some_and(|e| {
            let words = context.words(e.from, e.to).to_lowercase();
            words.ends_with("potential") || words.ends_with("childbearing age")
        });
    if potential && !separated {
        return true;
    }
    let narrowed = subject.get(1).is_some_and(|e| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::With | Kind::Relative)));
    !separated && ((sexed && !both) || (people && narrowed))
}

/// Whether a sex is named.
fn sexed(context: &Context<'_>, subject: &[Element]) -> bool {
    let (from, to) = context.span_of(subject);
    (from..to).any(|i| {
        matches!(context.kind(i), Some(Kind::Males | Kind::Females))
            || context.token(i).is_some_and(|t| t.text.to_lowercase().split(' ').any(|w| SEXES.contains(&w)))
    })
}

/// "Male patients": the sex alone.
fn by_sex(context: &Context<'_>, subject: &[Element]) -> Option<Rule> {
    subject.iter().find_map(|e| match context.kind(e.from) {
        Some(Kind::Males) => Some(sex(context, "male", e)),
        Some(Kind::Females) => Some(sex(context, "female", e)),
        _ => None,
    })
}
