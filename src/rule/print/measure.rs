//! Measures, runs of samples and trends, and lengths of time.

use super::finding::event;
use super::name::{name, quoted};
use crate::quantity::Is;
use crate::rule::{ConsecutiveRule, MeasureRule, Take, TrendRule};
use crate::time::DurationBound;
use crate::vocabulary::Vocabulary;

/// `the lowest lactate > 5 mmol/L within 24 h`.
pub(super) fn measure(rule: &MeasureRule, vocabulary: &Vocabulary) -> String {
    let mut text = match rule.take {
        Take::Latest => String::new(),
        take => format!("the {take} "),
    };
    text.push_str(&compared(&rule.of, &rule.is, vocabulary));
    limit(&mut text, "for", rule.lasts);
    limit(&mut text, "within", rule.within);
    if let Some(since) = &rule.since {
        text.push_str(" since ");
        text.push_str(&event(since, vocabulary));
    }
    text
}

/// `2 consecutive values of lactate > 5 mmol/L, ≥ 30 min apart, not falling`.
pub(super) fn consecutive(rule: &ConsecutiveRule, vocabulary: &Vocabulary) -> String {
    let mut text = format!("{} consecutive values of {}", rule.count, compared(&rule.of, &rule.is, vocabulary));
    if let Some(apart) = rule.apart {
        text.push_str(&format!(", {} apart", length(apart)));
    }
    if let Some(trend) = rule.trend {
        text.push_str(&format!(", {trend}"));
    }
    if !rule.steady.is_empty() {
        let names: Vec<String> = rule.steady.iter().map(|n| name(n, vocabulary)).collect();
        text.push_str(&format!(", steady doses of {}", names.join(" and ")));
    }
    text
}

/// `lactate is not falling within 6 h`.
pub(super) fn trend(rule: &TrendRule, vocabulary: &Vocabulary) -> String {
    let mut text = format!("{} is {}", name(&rule.of, vocabulary), rule.is);
    limit(&mut text, "within", rule.within);
    if let Some(count) = rule.count {
        text.push_str(&format!(" over the newest {count} samples"));
    }
    text
}

/// ` within 24 h`, where there is such a limit.
pub(super) fn limit(text: &mut String, word: &str, bound: Option<DurationBound>) {
    if let Some(bound) = bound {
        text.push_str(&format!(" {word} {}", length(bound)));
    }
}

/// A length of time, with the signs that people print.
pub(super) fn length(bound: DurationBound) -> String {
    signs(&bound.to_string())
}

/// How many bytes of a text are one comparison, up to what can stand behind it.
pub(crate) fn comparison_length(text: &str) -> usize {
    let ends = [";", ",", "\"", "\n", " for ", " within ", " since "];
    ends.iter().filter_map(|e| text.find(e)).min().unwrap_or(text.len())
}

fn compared(of: &str, is: &Is, vocabulary: &Vocabulary) -> String {
    // A finding's name before a number would not be read as a measure.
    let of = if vocabulary.measure_named(of).is_some() { name(of, vocabulary) } else { quoted(of) };
    match is {
        Is::Word(word) => format!("{of} is {word}"),
        Is::Number(_) => {
            let written = signs(&is.to_string());
            // A unit that nobody writes in a sentence.
            let plain = comparison_length(&written) == written.len() && written.trim() == written;
            format!("{of} {}", if plain { written } else { quoted(&is.to_string()) })
        }
    }
}

fn signs(text: &str) -> String {
    text.replace(">=", "≥").replace("<=", "≤")
}
