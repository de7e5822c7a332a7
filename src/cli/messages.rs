//! Messages to the person: what is wrong, where, and what would do.

use super::snippet;
use super::terminal::Terminal;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use trialsieve::Diagnostic;
use trialsieve::diagnostic::{Code, Level};
use trialsieve::source::Source;

/// More warnings of one code than that in one file are counted instead of shown.
const MOST_OF_A_CODE: usize = 10;
/// How many of them are shown all the same.
const SHOWN_OF_MANY: usize = 3;

impl Terminal {
    /// Tells of something that could not be done, and what would do.
    pub fn error(&mut self, message: &str, help: Option<&str>) {
        self.message("error", Shown::ERROR, message, help);
    }

    /// Tells of something worth knowing.
    pub fn warn(&mut self, message: &str, help: Option<&str>) {
        self.message("warning", Shown::WARNING, message, help);
    }

    fn message(&mut self, word: &str, level: Shown<'_>, message: &str, help: Option<&str>) {
        let mut text =
            if !self.colour_messages && is_plain(message) { format!("{word}: {message}") } else { title(&self.renderer(), level, message) };
        if let Some(help) = help {
            text.push_str("\n  help: ");
            text.push_str(&shown(help));
        }
        self.say(&text);
    }

    /// Shows what was found in a file: errors all, and of many warnings of one kind the first
    /// few and how many there are, unless `all` are asked for.
    pub fn diagnostics(&mut self, source: &Source, diagnostics: &[Diagnostic], all: bool) {
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in diagnostics {
            let count = counts.entry(diagnostic.code).or_default();
            *count = count.saturating_add(1);
        }
        let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in diagnostics {
            let many = !all && !diagnostic.is_error() && counts.get(&diagnostic.code).is_some_and(|n| *n > MOST_OF_A_CODE);
            let so_far = seen.entry(diagnostic.code).or_default();
            *so_far = so_far.saturating_add(1);
            if many && *so_far > SHOWN_OF_MANY {
                continue;
            }
            self.diagnostic(source, diagnostic);
        }
        for (code, count) in counts {
            let shown = diagnostics.iter().filter(|d| d.code == code && d.is_error()).count();
            let rest = count.saturating_sub(shown).saturating_sub(SHOWN_OF_MANY);
            if !all && count > MOST_OF_A_CODE && shown == 0 {
                self.say(&format!("… and {rest} more {} in {}; --verbose shows all", code.row().name, source.name));
            }
        }
    }

    /// Shows one thing found in a file, with its place.
    pub fn diagnostic(&mut self, source: &Source, diagnostic: &Diagnostic) {
        let level = match diagnostic.level {
            Level::Error => Shown::ERROR,
            Level::Warning => Shown::WARNING,
            Level::Note => Shown::NOTE,
        };
        let title = level.primary_title(shown(&diagnostic.message)).id(format!("{} {}", diagnostic.code.row().number, diagnostic.code.row().name));
        let mut group = Group::with_title(title);
        group = match diagnostic.span {
            Some(span) => {
                let piece = snippet::cut(&source.text, span);
                let label = diagnostic.path.as_deref().map(shown).unwrap_or_default();
                let origin = Origin::path(shown(&source.name)).line(piece.place.line).char_column(piece.place.column);
                let annotation = AnnotationKind::Primary.span(piece.range).label(label);
                group.element(origin).element(Snippet::source(piece.text).line_start(piece.place.line).annotation(annotation))
            }
            None => {
                let place = diagnostic.path.as_deref().map(|p| format!(" ({})", shown(p))).unwrap_or_default();
                group.element(Origin::path(format!("{}{place}", shown(&source.name))))
            }
        };
        let group = group.elements(diagnostic.help.as_deref().map(|h| Shown::HELP.message(shown(h))));
        let text = self.renderer().render(&[group]);
        // The place is given apart from the snippet, which may be cut out of a long line; the
        // renderer marks such a snippet with a line of its own, which says nothing.
        let lines = text.lines().filter(|line| anstream::adapter::strip_str(line).to_string().trim() != ":::");
        let text = lines.collect::<Vec<_>>().join("\n");
        self.say(&text);
    }

    fn renderer(&self) -> Renderer {
        let renderer = if self.colour_messages { Renderer::styled() } else { Renderer::plain() };
        renderer.decor_style(DecorStyle::Ascii).term_width(self.width)
    }
}

/// A message without a place in a file.
fn title(renderer: &Renderer, level: Shown<'_>, message: &str) -> String {
    renderer.render(&[Group::with_title(level.primary_title(shown(message)))])
}

/// Whether a message is shown as it is: of very many messages each need not go through a renderer.
fn is_plain(message: &str) -> bool {
    message.chars().all(|c| c.is_ascii_graphic() || matches!(c, ' ' | '×'))
}

/// A trial and a place in it.
pub fn joined(trial: &str, path: Option<&str>) -> String {
    path.map_or_else(|| trial.to_owned(), |path| format!("{trial} {path}"))
}

/// Control characters from a file must not reach the terminal.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_message_is_what_the_renderer_would_write() {
        let renderer = Renderer::plain().decor_style(DecorStyle::Ascii).term_width(60);
        for message in
            ["a.yaml: 3 × measure-outside-vocabulary", "", " two  blanks ", &"long words ".repeat(30), "`!\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~"]
        {
            assert!(is_plain(message));
            assert_eq!(format!("warning: {message}"), title(&renderer, Shown::WARNING, message));
            assert_eq!(format!("error: {message}"), title(&renderer, Shown::ERROR, message));
        }
        assert!(!is_plain("two\nlines") && !is_plain("\u{1b}[31m") && !is_plain("a\u{202e}b"));
    }
}
