//! The bytes of a request as a request, without a server's socket: `METHOD target`, headers, an empty line, the body.

use http::{HeaderName, HeaderValue, Request, Uri};

/// The request that bytes say; `None` where no HTTP server would hand one on.
pub(crate) fn parse(data: &[u8]) -> Option<Request<Vec<u8>>> {
    let (head, body) = split(data);
    let mut lines = head.split(|byte| *byte == b'\n');
    let mut words = lines.next()?.trim_ascii().split(|byte| *byte == b' ');
    let mut request = Request::new(body.to_vec());
    *request.method_mut() = words.next()?.try_into().ok()?;
    *request.uri_mut() = Uri::try_from(words.next()?).ok()?;
    for line in lines.map(<[u8]>::trim_ascii) {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        request.headers_mut().append(name, value);
    }
    Some(request)
}

/// Head and body.
fn split(data: &[u8]) -> (&[u8], &[u8]) {
    let found = |end: &[u8]| data.windows(end.len()).position(|window| window == end);
    match (found(b"\r\n\r\n"), found(b"\n\n")) {
        (Some(at), plain) if plain.is_none_or(|plain| at < plain) => (&data[..at], &data[at + 4..]),
        (_, Some(at)) => (&data[..at], &data[at + 2..]),
        _ => (data.trim_ascii_end(), b""),
    }
}
