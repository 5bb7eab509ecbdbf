//! Multipart bodies of strangers become parts that are written and read as the same parts.

use bytes::Bytes;
use generator_runtime::multipart::{self, Parts};

use crate::events::now;
use crate::inputs;

/// Most parts that are taken.
const PARTS: usize = 1000;

/// Takes a line with the content type, and a body.
///
/// # Panics
/// When parts are others after being written, or when there are more than a body may have.
pub fn multipart(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n');
    let (line, body) = data.split_at(end.map_or(data.len(), |end| end + 1));
    let content_type = inputs::text(line);
    let Some(parts) = read(&content_type, body) else {
        return;
    };
    assert!(parts.len() <= PARTS);
    // A part without a name of its own can be read, not written.
    if parts.is_empty() || parts.iter().any(|part| part.0.is_empty()) {
        return;
    }
    let mut form: Parts =
        multipart::read(&content_type, &Bytes::copy_from_slice(body)).expect("it was read before");
    let Ok((content_type, written)) = multipart::write("multipart/form-data", &mut form) else {
        return;
    };
    let content_type = content_type.to_str().expect("boundaries are text");
    let written = now(written.bytes(usize::MAX)).expect("parts are at hand");
    let again = read(content_type, &written);
    assert_eq!(again.as_ref(), Some(&parts), "{}", inputs::text(&written));
}

/// Name, file name, media type and content.
type Part = (String, Option<String>, Option<String>, Bytes);

fn read(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let parts: Parts = multipart::read(content_type, &Bytes::copy_from_slice(body)).ok()?;
    let parts = parts.into_iter().map(|(name, part)| {
        let content = now(part.body.bytes(usize::MAX)).expect("parts are at hand");
        (name, part.file_name, part.content_type, content)
    });
    Some(parts.collect())
}
