//! The conversation with an editor: messages in, messages out, no input or output of its own.

use super::document::Document;
use super::files::{self, Files};
use super::{act, complete, entry, findings, hover, symbols};
use lsp_server::{ErrorCode, Message, Request};
use lsp_types::{
    CodeActionParams, CompletionItem, CompletionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentFormattingParams, DocumentSymbol, DocumentSymbolParams, Documentation, Hover, HoverContents, HoverParams, InitializeParams, Location,
    MarkupContent, MarkupKind, PublishDiagnosticsParams, SymbolInformation, TextDocumentPositionParams, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::Diagnostic;

/// One editor, and the files that it has open.
pub struct Server {
    files: Box<dyn Files>,
    stage: Stage,
    editor: Editor,
    open: BTreeMap<String, Open>,
    goodbye: Option<bool>,
}

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    Running,
    ShutDown,
}

/// What the editor can do.
#[derive(Debug, Clone, Copy, Default)]
struct Editor {
    snippets: bool,
    related: bool,
    nested_symbols: bool,
}

struct Open {
    uri: Uri,
    path: PathBuf,
    document: Document,
    found: Vec<(Diagnostic, lsp_types::Diagnostic)>,
    /// It was changed, or what it rests on was, and has not been checked since.
    stale: bool,
}

/// An answer, or the code and words of a refusal.
type Answer = Result<Value, (ErrorCode, String)>;

impl Server {
    /// A server that nobody has talked to yet.
    pub fn new(files: Box<dyn Files>) -> Self {
        Self { files, stage: Stage::Before, editor: Editor::default(), open: BTreeMap::new(), goodbye: None }
    }

    /// Whether the editor has ended the conversation, and if so whether in order.
    pub fn goodbye(&self) -> Option<bool> {
        self.goodbye
    }

    /// Takes a message in; gives what is to be sent.
    pub fn take(&mut self, message: Message) -> Vec<Value> {
        match message {
            Message::Request(request) => vec![self.answer(request)],
            Message::Notification(notification) => self.note(&notification.method, notification.params),
            // Nothing is ever asked of the editor.
            Message::Response(_) => Vec::new(),
        }
    }

    /// Whether a file waits to be checked.
    pub fn has_work(&self) -> bool {
        self.open.values().any(|o| o.stale)
    }

    /// Checks one of the files that were changed.
    pub fn idle(&mut self) -> Vec<Value> {
        let Some(uri) = self.open.iter().find(|(_, o)| o.stale).map(|(uri, _)| uri.clone()) else { return Vec::new() };
        let found = self.open.get(&uri).map_or(Vec::new(), |open| self.check(open));
        let related = self.editor.related;
        let Some(open) = self.open.get_mut(&uri) else { return Vec::new() };
        open.stale = false;
        open.found = found.into_iter().map(|d| (d.clone(), findings::shown(&d, &open.document, &open.uri, related))).collect();
        let diagnostics = open.found.iter().map(|(_, shown)| shown.clone()).collect();
        vec![publish(&open.uri, diagnostics, Some(open.document.version))]
    }

    fn check(&self, open: &Open) -> Vec<Diagnostic> {
        let text = &open.document.text;
        let found = guarded(|| {
            if findings::is_test(&open.path, text) {
                findings::test(text, &open.path, self.files.as_ref(), &|path| self.text_of(path))
            } else {
                findings::trial(text)
            }
        });
        found.unwrap_or_default()
    }

    fn text_of(&self, path: &Path) -> Option<String> {
        self.open.values().find(|o| o.path == path).map(|o| o.document.text.clone())
    }

    fn answer(&mut self, request: Request) -> Value {
        let Request { id, method, params } = request;
        let answer = match (self.stage, method.as_str()) {
            (Stage::Before, "initialize") => self.initialize(params),
            (Stage::Before, _) => Err((ErrorCode::ServerNotInitialized, "`initialize` comes first".to_owned())),
            (Stage::ShutDown, _) => Err((ErrorCode::InvalidRequest, "after `shutdown` only `exit` is expected".to_owned())),
            (Stage::Running, "initialize") => Err((ErrorCode::InvalidRequest, "`initialize` comes once".to_owned())),
            (Stage::Running, "shutdown") => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            (Stage::Running, method) => guarded(|| self.asked(method, params))
                .unwrap_or_else(|| Err((ErrorCode::InternalError, "trialsieve has a bug; nothing was changed".to_owned()))),
        };
        match answer {
            Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
            Err((code, message)) => {
                let code: i32 = code as i32;
                json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
            }
        }
    }

    fn initialize(&mut self, params: Value) -> Answer {
        let params: InitializeParams = read(params)?;
        let text = params.capabilities.text_document.unwrap_or_default();
        let snippets = text.completion.and_then(|c| c.completion_item).and_then(|i| i.snippet_support);
        self.editor = Editor {
            snippets: snippets.unwrap_or(false),
            related: text.publish_diagnostics.and_then(|p| p.related_information).unwrap_or(false),
            nested_symbols: text.document_symbol.and_then(|s| s.hierarchical_document_symbol_support).unwrap_or(false),
        };
        self.stage = Stage::Running;
        Ok(json!({
            "capabilities": {
                "positionEncoding": "utf-16",
                // Changes come as stretches; the whole text is understood as well.
                "textDocumentSync": {"openClose": true, "change": 2, "save": false},
                "completionProvider": {"triggerCharacters": [":", " ", "{", "[", "\""], "resolveProvider": true},
                "hoverProvider": true,
                "documentFormattingProvider": true,
                "codeActionProvider": {"codeActionKinds": ["quickfix"]},
                "documentSymbolProvider": true,
            },
            "serverInfo": {"name": "trialsieve", "version": env!("CARGO_PKG_VERSION")},
        }))
    }

    fn asked(&self, method: &str, params: Value) -> Answer {
        match method {
            "textDocument/completion" => {
                let params: CompletionParams = read(params)?;
                let (open, byte) = self.place(&params.text_document_position)?;
                if findings::is_test(&open.path, &open.document.text) {
                    return Ok(Value::Null);
                }
                written(complete::at(&open.document, byte, self.editor.snippets))
            }
            "completionItem/resolve" => {
                let mut item: CompletionItem = read(params)?;
                let name = item.data.as_ref().and_then(Value::as_str);
                item.documentation = name.and_then(entry::markdown).map(|text| Documentation::MarkupContent(markdown(text)));
                written(item)
            }
            "textDocument/hover" => {
                let params: HoverParams = read(params)?;
                let (open, byte) = self.place(&params.text_document_position_params)?;
                if findings::is_test(&open.path, &open.document.text) {
                    return Ok(Value::Null);
                }
                written(
                    hover::at(&open.document, byte)
                        .map(|(text, span)| Hover { contents: HoverContents::Markup(markdown(text)), range: Some(open.document.range(span)) }),
                )
            }
            "textDocument/formatting" => {
                let params: DocumentFormattingParams = read(params)?;
                let open = self.file(&params.text_document.uri)?;
                written(act::format(&open.document, findings::is_test(&open.path, &open.document.text)))
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = read(params)?;
                let open = self.file(&params.text_document.uri)?;
                // The places of diagnostics are those of the text that was checked.
                let found = if open.stale { &[] } else { open.found.as_slice() };
                let wanted = params.context.only.is_none_or(|kinds| kinds.iter().any(|k| k.as_str().is_empty() || k.as_str() == "quickfix"));
                let fixes = act::fixes(found, &open.document, params.range, &open.uri);
                written(if wanted { fixes } else { Vec::new() })
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(params)?;
                let open = self.file(&params.text_document.uri)?;
                let nested = symbols::of(&open.document);
                if self.editor.nested_symbols { written(nested) } else { written(flat(&nested, None, &open.uri)) }
            }
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
        }
    }

    fn note(&mut self, method: &str, params: Value) -> Vec<Value> {
        if method == "exit" {
            self.goodbye = Some(self.stage == Stage::ShutDown);
            return Vec::new();
        }
        if self.stage != Stage::Running {
            return Vec::new();
        }
        match method {
            "textDocument/didOpen" => {
                if let Ok(DidOpenTextDocumentParams { text_document }) = serde_json::from_value(params) {
                    let path = files::path(text_document.uri.as_str());
                    let document = Document::new(text_document.text, text_document.version);
                    let key = text_document.uri.as_str().to_owned();
                    self.open.insert(key, Open { uri: text_document.uri, path, document, found: Vec::new(), stale: true });
                    self.touch_tests();
                }
                Vec::new()
            }
            "textDocument/didChange" => {
                if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) = serde_json::from_value(params)
                    && let Some(open) = self.open.get_mut(text_document.uri.as_str())
                {
                    open.document.change(content_changes, text_document.version);
                    open.stale = true;
                    self.touch_tests();
                }
                Vec::new()
            }
            "textDocument/didClose" => {
                let Ok(DidCloseTextDocumentParams { text_document }) = serde_json::from_value(params) else { return Vec::new() };
                self.touch_tests();
                let closed = self.open.remove(text_document.uri.as_str());
                closed.map(|open| publish(&open.uri, Vec::new(), None)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// What tests say rests on the trial beside them.
    fn touch_tests(&mut self) {
        for open in self.open.values_mut() {
            open.stale |= findings::is_test(&open.path, &open.document.text);
        }
    }

    fn file(&self, uri: &Uri) -> Result<&Open, (ErrorCode, String)> {
        self.open.get(uri.as_str()).ok_or_else(|| (ErrorCode::InvalidParams, format!("`{}` is not open", uri.as_str())))
    }

    fn place(&self, place: &TextDocumentPositionParams) -> Result<(&Open, usize), (ErrorCode, String)> {
        let open = self.file(&place.text_document.uri)?;
        Ok((open, open.document.byte(place.position)))
    }
}

/// What comes out of a step; nothing where it broke, so that a bug in one answer ends no session.
fn guarded<T>(step: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok()
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, (ErrorCode, String)> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn written(answer: impl Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}

fn publish(uri: &Uri, diagnostics: Vec<lsp_types::Diagnostic>, version: Option<i32>) -> Value {
    let params = PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version };
    json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params})
}

/// For an editor that knows no symbols within symbols.
#[expect(deprecated, reason = "the type wants every field, also those that are not used any more")]
fn flat(symbols: &[DocumentSymbol], container: Option<&str>, uri: &Uri) -> Vec<SymbolInformation> {
    let mut all = Vec::new();
    for symbol in symbols {
        all.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location: Location { uri: uri.clone(), range: symbol.range },
            container_name: container.map(str::to_owned),
        });
        all.extend(flat(symbol.children.as_deref().unwrap_or_default(), Some(&symbol.name), uri));
    }
    all
}
