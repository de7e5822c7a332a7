//! `trialsieve lsp`: what the command line tells of trial files, told to an editor.
//!
//! Messages come in frames (`frame`) on standard input and are answered in their order
//! (`server`, which knows no input and no output). What was changed is checked once nothing more
//! is waiting, so that a fast typist is never answered about an old text.

mod act;
mod complete;
mod document;
mod draft;
mod entry;
mod files;
mod findings;
mod frame;
mod hover;
mod server;
mod symbols;

use super::exit::Exit;
use super::input;
use super::terminal::Terminal;
use frame::Incoming;
use serde_json::Value;
use server::Server;
use std::io;
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::thread;

/// Serves one editor until it says goodbye or goes away.
pub fn run(terminal: &mut Terminal) -> io::Result<Exit> {
    let messages = messages();
    let mut server = Server::new(Box::new(files::Disk));
    loop {
        let waiting = match messages.try_recv() {
            Ok(incoming) => Some(incoming),
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                let told = server.idle();
                let more = server.has_work();
                send(told, terminal)?;
                if more { None } else { messages.recv().ok() }
            }
        };
        match waiting {
            Some(Ok(Incoming::Message(message))) => send(server.take(message), terminal)?,
            Some(Ok(Incoming::Malformed(answer))) => send(vec![answer], terminal)?,
            Some(Err(error)) => {
                terminal.error(&format!("the editor cannot be understood: {}", input::reason(&error)), None);
                return Ok(Exit::CouldNot);
            }
            None => {}
        }
        if let Some(in_order) = server.goodbye() {
            return Ok(if in_order { Exit::Done } else { Exit::No });
        }
    }
    Ok(Exit::No)
}

/// The editor's messages, read while others are answered.
fn messages() -> Receiver<io::Result<Incoming>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(incoming) = frame::read(&mut input).transpose() {
            let broken = incoming.is_err();
            if sender.send(incoming).is_err() || broken {
                break;
            }
        }
    });
    receiver
}

fn send(messages: Vec<Value>, terminal: &mut Terminal) -> io::Result<()> {
    for message in messages {
        let text = message.to_string();
        terminal.write(&format!("Content-Length: {}\r\n\r\n{text}", text.len()))?;
    }
    terminal.flush()
}
