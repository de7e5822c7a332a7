//! The frames that messages come in: `Content-Length`, an empty line, and as many bytes of JSON.

use lsp_server::Message;
use serde_json::{Value, json};
use std::io::{self, BufRead, ErrorKind, Read};
use trialsieve::limits::MAX_INPUT_BYTES;

/// Longest line of a header.
const MAX_HEADER: u64 = 4096;

/// What came in.
#[derive(Debug)]
pub enum Incoming {
    /// A message of the protocol.
    Message(Message),
    /// A frame that holds none: what to answer.
    Malformed(Value),
}

/// The next frame; nothing at the end of the input.
///
/// # Errors
/// Where the frames themselves are broken, so that nobody knows where the next one begins.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = length(input)? else { return Ok(None) };
    if length > MAX_INPUT_BYTES {
        // What is too large is passed over, unread.
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Some(malformed(INVALID_REQUEST, &format!("a message of {length} bytes; at most {MAX_INPUT_BYTES} are read"), &Value::Null)));
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|got| got < length) {
        return Ok(None);
    }
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(error) => return Ok(Some(malformed(PARSE_ERROR, &format!("not JSON: {error}"), &Value::Null))),
    };
    let id = value.get("id").cloned().unwrap_or_default();
    Ok(Some(match serde_json::from_value(value) {
        Ok(message) => Incoming::Message(message),
        Err(_) => malformed(INVALID_REQUEST, "neither a request nor a notification nor a response", &id),
    }))
}

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;

fn malformed(code: i32, message: &str, id: &Value) -> Incoming {
    let id = if id.is_string() || id.is_number() { id.clone() } else { Value::Null };
    Incoming::Malformed(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}))
}

/// The length that a header states.
fn length(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            match length {
                Some(length) => return Ok(Some(length)),
                // Blank lines between frames do no harm.
                None => continue,
            }
        }
        let Some((name, value)) = line.split_once(':') else { return Err(broken(line)) };
        if name.trim().eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse().map_err(|_| broken(line))?);
        }
    }
}

fn broken(line: &str) -> io::Error {
    let shown: String = line.chars().take(80).filter(|c| !c.is_control()).collect();
    io::Error::new(ErrorKind::InvalidData, format!("`{shown}` is no header of the language server protocol"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &str) -> Vec<String> {
        let mut input = input.as_bytes();
        let mut found = Vec::new();
        loop {
            match read(&mut input) {
                Ok(Some(Incoming::Message(message))) => found.push(serde_json::to_string(&message).unwrap()),
                Ok(Some(Incoming::Malformed(answer))) => found.push(format!("{} {}", answer["error"]["code"], answer["id"])),
                Ok(None) => return found,
                Err(error) => {
                    found.push(error.to_string());
                    return found;
                }
            }
        }
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn a_broken_message_does_not_break_the_next_one() {
        let good = r#"{"id":1,"method":"shutdown"}"#;
        let input = [frame("{oops"), frame("[]"), frame(r#"{"id": 7}"#), frame("\"≥\""), frame(good)].concat();
        assert_eq!(all(&input), ["-32700 null", "-32600 null", "-32600 7", "-32600 null", good]);
    }

    #[test]
    fn a_header_may_say_more_than_the_length() {
        let good = r#"{"method":"exit"}"#;
        let input = format!("content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:{}\n\n{good}", good.len());
        assert_eq!(all(&input), [good]);
    }

    #[test]
    fn what_cannot_be_told_apart_any_more_is_an_error() {
        assert_eq!(all("GET / HTTP/1.1\r\n\r\n"), ["`GET / HTTP/1.1` is no header of the language server protocol"]);
        assert_eq!(all("Content-Length: minus one\r\n\r\n"), ["`Content-Length: minus one` is no header of the language server protocol"]);
        assert_eq!(all("Content-Length: 100\r\n\r\n{}"), Vec::<String>::new());
    }

    #[test]
    fn a_message_beyond_the_limit_is_not_read_into_memory() {
        let found = all(&format!("Content-Length: {}\r\n\r\n{{}}", u64::MAX));
        assert_eq!(found, ["-32600 null"]);
    }
}
