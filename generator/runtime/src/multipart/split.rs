//! A multipart body to its parts (RFC 2046 section 5.1.1).

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::FilePart;
use super::disposition::{Disposition, parameter};

/// Most parts of a body.
const PARTS: usize = 1000;

/// Most headers of a part.
const HEADERS: usize = 32;

/// Most bytes of the headers of a part.
const HEADER_BYTES: usize = 16 << 10;

/// Longest boundary; RFC 2046 allows 70 characters.
const BOUNDARY: usize = 200;

/// A part with its name. Its content shares the bytes of the whole.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) name: Option<String>,
    pub(super) content: Bytes,
    pub(super) file: FilePart,
}

/// Takes a body apart.
pub(super) fn split(content_type: &str, body: &Bytes) -> Result<Vec<Piece>, String> {
    let boundary = parameter(content_type, "boundary")
        .filter(|boundary| (1..=BOUNDARY).contains(&boundary.len()))
        .ok_or("its content type has no boundary")?;
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let mut at = if body.starts_with(&delimiter[2..]) {
        delimiter.len() - 2
    } else {
        find(body, 0, &delimiter).ok_or("the boundary of its content type does not occur")?
            + delimiter.len()
    };
    let mut pieces = Vec::new();
    while !body[at..].starts_with(b"--") {
        // Padding that transports may have added.
        while matches!(body.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        if !body[at..].starts_with(b"\r\n") {
            return Err("a boundary has no line of its own".to_owned());
        }
        if pieces.len() == PARTS {
            return Err(format!("it has more than {PARTS} parts"));
        }
        // The line break before the first header is also the one before an end of headers without any.
        let window = &body[at..body.len().min(at + HEADER_BYTES + 4)];
        let length = find(window, 0, b"\r\n\r\n").ok_or_else(|| {
            format!("the headers of a part do not end within {HEADER_BYTES} bytes")
        })?;
        let head = &body[(at + 2).min(at + length)..at + length];
        let start = at + length + 4;
        // The line break of an empty part is that of its headers.
        let end = find(body, start - 2, &delimiter).ok_or("its last part does not end")?;
        let content = body.slice(start.min(end)..end);
        pieces.push(piece(head, content)?);
        at = end + delimiter.len();
    }
    Ok(pieces)
}

fn piece(head: &[u8], content: Bytes) -> Result<Piece, String> {
    let mut headers = HeaderMap::new();
    let mut disposition = Disposition::default();
    let mut content_type = None;
    let (mut has_disposition, mut has_type) = (false, false);
    let lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    for line in lines.filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = line.split_at(colon.ok_or("a header of a part has no colon")?);
        let name = HeaderName::from_bytes(name.trim_ascii())
            .map_err(|_| "a header of a part has no proper name")?;
        let value = value[1..].trim_ascii();
        let text = || std::str::from_utf8(value).map_err(|_| "a header of a part is not UTF-8");
        // Readers differ in which of two they believe.
        let once = |seen: &mut bool| match std::mem::replace(seen, true) {
            true => Err(format!("a part has the header {name} twice")),
            false => Ok(()),
        };
        if name == header::CONTENT_DISPOSITION {
            once(&mut has_disposition)?;
            disposition = Disposition::read(text()?);
            if disposition.name.is_some() {
                continue;
            }
        }
        if name == header::CONTENT_TYPE {
            once(&mut has_type)?;
            content_type = Some(text()?.to_owned());
            continue;
        }
        let value =
            HeaderValue::from_bytes(value).map_err(|_| "a header of a part has no proper value")?;
        if headers.len() == HEADERS {
            return Err(format!("a part has more than {HEADERS} headers"));
        }
        headers.append(name, value);
    }
    Ok(Piece {
        name: disposition.name,
        file: FilePart {
            file_name: disposition.file_name,
            content_type,
            headers,
            body: content.clone().into(),
        },
        content,
    })
}

/// Where `wanted`, which begins with CR, stands in `bytes` from `start` on.
fn find(bytes: &[u8], start: usize, wanted: &[u8]) -> Option<usize> {
    let mut at = start;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'\r')?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}
