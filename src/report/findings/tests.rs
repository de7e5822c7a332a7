use super::*;
use crate::diagnostic::Code;

fn source(text: &str) -> Source {
    Source { name: "criteria/a b,c.yaml".to_owned(), text: text.to_owned() }
}

#[test]
fn a_place_counts_lines_code_points_and_bytes() {
    let place = Place::of("age\n≥ µg\n", Span::new(8, 11));
    assert_eq!((place.start.to_string().as_str(), place.end.to_string().as_str()), ("2:3", "2:5"));
    assert_eq!((place.bytes, place.characters), (Span::new(8, 11), [6, 8]));
}

#[test]
fn what_would_end_a_workflow_command_is_escaped() {
    let source = source("first\nsecond line\n");
    let diagnostics = [Diagnostic::new(Code::NotYaml, "100 %: a, b::error\nnext").at(Span::new(6, 12)).help("do")];
    let file = FileFindings { source: &source, trial: None, diagnostics: &diagnostics };
    let unread = Unread { message: "no\nfile", help: None };
    assert_eq!(
        github(&Findings { files: vec![file], unread: vec![unread] }),
        "::error file=criteria/a b%2Cc.yaml,line=2,col=1,endLine=2,endColumn=7,title=TS0201 not-yaml::100 %25: a, b::error%0Anext%0Ahelp: do\n\
         ::error title=unreadable::no%0Afile\n"
    );
}

#[test]
fn a_span_over_lines_has_no_end_column_for_github() {
    let source = source("first\nsecond\n");
    let diagnostics = [Diagnostic::new(Code::ReadAs, "x").at(Span::new(2, 8))];
    let file = FileFindings { source: &source, trial: None, diagnostics: &diagnostics };
    let written = github(&Findings { files: vec![file], unread: Vec::new() });
    assert_eq!(written, "::notice file=criteria/a b%2Cc.yaml,line=1,col=3,endLine=2,title=TS0303 read-as::x\n");
}
