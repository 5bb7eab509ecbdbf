//! Forms there and back, and bodies as others send them.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Value, json};

use super::{FilePart, Form, Parts, Reader, Writer, read, write};
use crate::body::Body;
use crate::params::Param;

const RATE: Param = Param::header("X-Rate");

/// One part of each kind.
#[derive(Debug, Default)]
struct Upload {
    name: String,
    tags: Vec<String>,
    meta: Option<Value>,
    rate: Option<i64>,
    items: Vec<Value>,
    file: FilePart,
    files: Option<Vec<FilePart>>,
    others: Parts,
}

impl Form for Upload {
    fn write(&mut self, parts: &mut Writer) {
        parts.part("name").text(&self.name);
        parts.part("tags").text(&self.tags);
        parts
            .part("meta")
            .content_type("application/merge-patch+json")
            .header(&RATE, &self.rate)
            .json(&self.meta);
        parts.part("items").each_json(&self.items);
        parts
            .part("file")
            .content_type("image/png")
            .files([&mut self.file]);
        parts.part("files").files(self.files.iter_mut().flatten());
        parts.others(&mut self.others);
    }

    fn read(parts: &mut Reader) -> Option<Self> {
        let read = (
            parts.required("name").text(),
            parts.part("tags").texts(),
            parts.part("meta").json(),
            parts.part("meta").header(&RATE),
            parts.part("items").each_json(),
            parts.required("file").file(),
            parts.part("files").files(),
            parts.others(),
        );
        Some(Self {
            name: read.0?,
            tags: read.1.unwrap_or_default(),
            meta: read.2,
            rate: read.3,
            items: read.4.unwrap_or_default(),
            file: read.5?,
            files: read.6,
            others: read.7,
        })
    }
}

fn boundary(content_type: &str) -> &str {
    content_type.split_once("boundary=").expect("a boundary").1
}

/// The body with its boundary replaced by `B`.
fn text(form: &mut impl Form) -> String {
    let (content_type, body) = write("multipart/form-data", form).expect("a body");
    let content_type = content_type.to_str().expect("text");
    assert!(content_type.starts_with("multipart/form-data; boundary="));
    let body = body.as_bytes().expect("at hand");
    String::from_utf8_lossy(body).replace(boundary(content_type), "B")
}

#[test]
fn every_kind_of_part_is_written() {
    let mut upload = Upload {
        name: "a\r\nb".to_owned(),
        tags: vec!["x".to_owned(), "y".to_owned()],
        meta: Some(json!({"r": 1})),
        rate: Some(7),
        items: vec![json!({"a": 1}), json!(2)],
        file: FilePart::new("content").file_name("a\"b.png"),
        files: Some(vec![
            FilePart::new("1").content_type("text/plain"),
            FilePart::new("2").header(http::header::ETAG, http::HeaderValue::from_static("e")),
        ]),
        others: Parts::new().part("more", "z"),
    };
    let expected = "\
--B
Content-Disposition: form-data; name=\"name\"

a\nb
--B
Content-Disposition: form-data; name=\"tags\"

x
--B
Content-Disposition: form-data; name=\"tags\"

y
--B
Content-Disposition: form-data; name=\"meta\"
Content-Type: application/merge-patch+json
x-rate: 7

{\"r\":1}
--B
Content-Disposition: form-data; name=\"items\"
Content-Type: application/json

{\"a\":1}
--B
Content-Disposition: form-data; name=\"items\"
Content-Type: application/json

2
--B
Content-Disposition: form-data; name=\"file\"; filename=\"a%22b.png\"
Content-Type: image/png

content
--B
Content-Disposition: form-data; name=\"files\"; filename=\"files\"
Content-Type: text/plain

1
--B
Content-Disposition: form-data; name=\"files\"; filename=\"files\"
Content-Type: application/octet-stream
etag: e

2
--B
Content-Disposition: form-data; name=\"more\"

z
--B--
";
    assert_eq!(text(&mut upload), expected.replace('\n', "\r\n"));
}

#[test]
fn forms_come_back() {
    let mut upload = Upload {
        name: "镜".to_owned(),
        tags: vec!["x".to_owned()],
        meta: Some(json!({"r": [1]})),
        rate: Some(7),
        file: FilePart::new("--\r\n\r\n").file_name("f"),
        others: Parts::new().part("more", "").part("", "nameless"),
        ..Upload::default()
    };
    let (content_type, body) = write("multipart/form-data", &mut upload).expect("a body");
    let body = body.into_bytes().expect("at hand");
    let back: Upload = read(content_type.to_str().expect("text"), &body).expect("a form");
    assert_eq!(back.name, "镜");
    assert_eq!(back.tags, ["x"]);
    assert_eq!(back.meta, Some(json!({"r": [1]})));
    assert_eq!(back.rate, Some(7));
    assert!(back.items.is_empty() && back.files.is_none());
    assert_eq!(back.file.file_name.as_deref(), Some("f"));
    assert_eq!(back.file.body.as_bytes(), Some(&b"--\r\n\r\n"[..]));
    let names: Vec<_> = back.others.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["more", ""]);
}

/// One chunk, then the end.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

#[test]
fn streams_stay_streams() {
    let stream = Body::stream(Once(Some(Bytes::from_static(b"streamed"))));
    let mut parts = Parts::new()
        .part("a", "at hand")
        .part("s", stream)
        .part("b", "behind");
    let (content_type, mut body) = write("multipart/form-data", &mut parts).expect("a body");
    assert!(body.as_bytes().is_none());
    let mut all = Vec::new();
    let mut context = Context::from_waker(Waker::noop());
    while let Poll::Ready(Some(chunk)) = Pin::new(&mut body).poll_next(&mut context) {
        all.extend(chunk.expect("a chunk"));
    }
    let back: Parts = read(content_type.to_str().expect("text"), &all.into()).expect("parts");
    let contents: Vec<_> = back
        .0
        .iter()
        .map(|(_, part)| part.body.as_bytes())
        .collect();
    assert_eq!(
        contents,
        [Some(&b"at hand"[..]), Some(b"streamed"), Some(b"behind")]
    );
}

#[test]
fn other_types_have_parts_too() {
    let mut parts = Parts::new()
        .part("", FilePart::new("{}").content_type("application/json"))
        .part("", FilePart::new("x").file_name("x.bin"));
    let (content_type, body) = write(
        "multipart/related; type=\"application/json\"; boundary=old",
        &mut parts,
    )
    .expect("a body");
    let content_type = content_type.to_str().expect("text");
    assert!(content_type.starts_with("multipart/related; type=\"application/json\"; boundary="));
    assert!(!content_type.contains("old"));
    let text = String::from_utf8_lossy(body.as_bytes().expect("at hand"))
        .replace(boundary(content_type), "B");
    assert_eq!(
        text,
        "--B\r\nContent-Type: application/json\r\n\r\n{}\r\n--B\r\nContent-Disposition: attachment; filename=\"x.bin\"\r\n\r\nx\r\n--B--\r\n"
    );
}

/// Parts in short: `name:content`, or why there are none.
fn short(body: &str) -> String {
    let body = Bytes::copy_from_slice(body.replace('\n', "\r\n").as_bytes());
    match read::<Parts>("multipart/form-data; boundary=B", &body) {
        Ok(parts) => {
            let parts = parts.0.iter().map(|(name, part)| {
                let content = part.body.as_bytes().unwrap_or_default();
                format!("{name}:{}", String::from_utf8_lossy(content))
            });
            parts.collect::<Vec<_>>().join(" ").replace("\r\n", "\n")
        }
        Err(violations) => violations.to_string(),
    }
}

#[test]
fn bodies_of_others_are_read() {
    let a = "Content-Disposition: form-data; name=\"a\"\n";
    for (body, expected) in [
        (format!("--B\n{a}\n1\n--B--\n"), "a:1"),
        (format!("--B\n{a}\n1\n--B--"), "a:1"),
        (format!("before\n--B  \n{a}\n1\n--B--\nbehind"), "a:1"),
        (format!("--B\n{a}\n\n--B\n{a}\n2\n3\n--B--"), "a: a:2\n3"),
        (format!("--B\n{a}\n--B--"), "a:"),
        ("--B\n\n1\n--B--".to_owned(), ":1"),
        ("--B\n\n\n--B--".to_owned(), ":"),
        ("--B--\n".to_owned(), ""),
        (format!("--B\n{a}X: y\n\n1\n--C\n--B--"), "a:1\n--C"),
    ] {
        assert_eq!(short(&body), expected, "{body:?}");
    }
    for body in [
        String::new(),
        "nothing".to_owned(),
        "--B".to_owned(),
        "--B\n".to_owned(),
        format!("--B\n{a}\n1"),
        format!("--B\n{a}\n1\n--B"),
        format!("--B\n{a}\n1\n--Bx\n--B--"),
        "--B\nno colon\n\n1\n--B--".to_owned(),
        format!("--B\n{a}content-disposition: form-data; name=b\n\n1\n--B--"),
        "--B\nbad name: x\n\n1\n--B--".to_owned(),
        format!("--B\nX: {}\n\n1\n--B--", "x".repeat(20_000)),
        format!("--B\n{}\n1\n--B--", "X: y\n".repeat(40)),
        format!("--B\n\n1\n{}--B--", "--B\n\n1\n".repeat(1000)),
    ] {
        let bytes = Bytes::copy_from_slice(body.replace('\n', "\r\n").as_bytes());
        let result = read::<Parts>("multipart/form-data; boundary=B", &bytes);
        assert!(result.is_err(), "{body:?}");
    }
    let empty = Bytes::new();
    assert!(read::<Parts>("multipart/form-data", &empty).is_err());
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let mut parts = Parts::new()
        .part("name", "one")
        .part("name", "two")
        .part("meta", FilePart::new("{").content_type("application/json"))
        .part("tags", Bytes::from_static(b"\xff"));
    let (content_type, body) = write("multipart/form-data", &mut parts).expect("a body");
    let body = body.into_bytes().expect("at hand");
    let violations =
        read::<Upload>(content_type.to_str().expect("text"), &body).expect_err("violations");
    let pointers: Vec<_> = violations.iter().map(|v| v.pointer.as_str()).collect();
    assert_eq!(pointers, ["/name", "/tags", "/meta", "/file"]);
}

#[test]
fn what_cannot_be_written_is_told() {
    struct Wrong;
    impl Form for Wrong {
        fn write(&mut self, parts: &mut Writer) {
            parts.part("a").text(&json!({"b": 1}));
            let mut file = FilePart::new("").content_type("a\r\nb");
            parts.part("f").files([&mut file]);
        }
        fn read(_: &mut Reader) -> Option<Self> {
            None
        }
    }
    let violations = write("multipart/form-data", &mut Wrong).expect_err("violations");
    let pointers: Vec<_> = violations.iter().map(|v| v.pointer.as_str()).collect();
    assert_eq!(pointers, ["/a", "/f"]);
}

/// Any bytes are taken apart or refused, without a panic.
#[test]
fn any_bytes_are_parts_or_refused() {
    let words: [&[u8]; 10] = [
        b"\r\n",
        b"--B",
        b"--",
        b"\r",
        b"\n",
        b":",
        b"Content-Disposition: form-data; name=",
        b"\"",
        b"x",
        b" ",
    ];
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize
    };
    let mut read_well = 0;
    for _ in 0..5000 {
        let mut bytes = b"--B\r\n".to_vec();
        for _ in 0..next() % 12 {
            bytes.extend_from_slice(words[next() % words.len()]);
        }
        if next() % 2 == 0 {
            bytes.extend_from_slice(b"\r\n\r\n\r\n--B--");
        }
        let result = read::<Parts>("multipart/form-data; boundary=B", &bytes.into());
        read_well += usize::from(result.is_ok());
    }
    assert!(read_well > 100, "{read_well}");
}
