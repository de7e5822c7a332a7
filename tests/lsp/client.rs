//! An editor: starts the server, frames messages, waits for answers, and keeps what was said.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Longer than any answer takes; a debug build on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Client {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    /// Messages that came while another one was waited for.
    aside: Vec<Value>,
    pub transcript: String,
}

impl Client {
    /// A server that has not been talked to.
    pub fn start() -> Self {
        let mut server = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, mut output) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        let (sender, messages) = channel();
        thread::spawn(move || {
            while let Some(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { server, input, messages, next: 0, aside: Vec::new(), transcript: String::new() }
    }

    /// A server that has been greeted as Visual Studio Code does.
    pub fn greeted() -> Self {
        let mut client = Self::start();
        let capabilities: Value = serde_json::from_str(include_str!("initialize.json")).unwrap();
        let answer = client.ask("initialize", capabilities);
        assert_eq!(answer["serverInfo"]["name"], "trialsieve");
        client.tell("initialized", json!({}));
        client
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.note("→", message);
        self.bytes(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks, and gives the whole answer.
    pub fn response(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.wait(|message| message["id"] == id)
    }

    /// Asks, and gives the result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.response(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The next message of a kind; others are kept.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.aside.iter().position(&wanted) {
            return self.aside.remove(place);
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("the server says nothing more: {error}"));
            self.note("←", &message);
            if wanted(&message) {
                return message;
            }
            self.aside.push(message);
        }
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        self.tell("textDocument/didOpen", json!({"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}));
    }

    /// What is told of a version of a file.
    pub fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let method = "textDocument/publishDiagnostics";
        let told = self.wait(|m| m["method"] == method && m["params"]["uri"] == uri && m["params"]["version"] == version);
        told["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Says goodbye in order.
    pub fn leave(mut self) -> (ExitStatus, String) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        let status = self.gone();
        (status, std::mem::take(&mut self.transcript))
    }

    /// Goes away without a word.
    pub fn hang_up(mut self) -> ExitStatus {
        drop(self.input.take());
        self.gone()
    }

    pub fn gone(&mut self) -> ExitStatus {
        match self.messages.recv_timeout(PATIENCE) {
            Err(RecvTimeoutError::Disconnected) => self.server.wait().unwrap(),
            other => panic!("the server goes on: {other:?}"),
        }
    }

    fn note(&mut self, arrow: &str, message: &Value) {
        self.transcript.push_str(&format!("{arrow} {message}\n"));
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn receive(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0usize;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse().unwrap(),
            _ if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&bytes))))
}
