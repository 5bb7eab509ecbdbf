//! What goes on the wire, and what comes back from it. Long because the tables have a line for each style, place and shape.

use std::collections::BTreeMap;
use std::fmt::Debug;

use http::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::*;

/// An object in the order of the specification's examples.
#[derive(Clone, Debug, PartialEq)]
struct Color;

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("R", &100)?;
        map.serialize_entry("G", &200)?;
        map.serialize_entry("B", &150)?;
        map.end()
    }
}

type Members = BTreeMap<String, u8>;

fn color() -> Members {
    Members::from([
        (String::from("R"), 100),
        (String::from("G"), 200),
        (String::from("B"), 150),
    ])
}

const ARRAY: [&str; 3] = ["blue", "black", "brown"];

/// The parameter alone, as it goes on the wire.
fn written<T: Serialize + ?Sized>(param: &Param, value: &T) -> Result<String, String> {
    let mut target = Target::new();
    if param.place == Place::Path {
        target.literal("/");
    }
    target.set(param, value);
    let (uri, headers) = target
        .finish()
        .map_err(|violations| violations.to_string())?;
    Ok(match param.place {
        Place::Path => uri.path()[1..].to_owned(),
        Place::Query | Place::QueryString => uri.query().unwrap_or_default().to_owned(),
        Place::Header => text(&headers, param.name),
        Place::Cookie => text(&headers, "cookie"),
    })
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers
        .get(name)
        .map(|value| String::from_utf8(value.as_bytes().to_vec()).unwrap())
        .unwrap_or_default()
}

/// The parameter read from what is on the wire.
fn read<T: DeserializeOwned>(param: &Param, wire: &str) -> Result<Option<T>, String> {
    let captures = [(param.name, wire.to_owned())];
    let mut headers = HeaderMap::new();
    let mut query = None;
    match param.place {
        Place::Path => {}
        Place::Query | Place::QueryString => query = Some(wire),
        Place::Header => drop(headers.insert(param.name, wire.as_bytes().try_into().unwrap())),
        Place::Cookie => drop(headers.insert("cookie", wire.as_bytes().try_into().unwrap())),
    }
    let captures = if param.place == Place::Path {
        &captures[..]
    } else {
        &[]
    };
    let mut inputs = Inputs::new(captures, query, &headers);
    let value = inputs.optional(param);
    inputs
        .finish()
        .map_err(|violations| violations.to_string())?;
    Ok(value)
}

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(param: Param, value: T, wire: &str) {
    assert_eq!(written(&param, &value).as_deref(), Ok(wire), "{param:?}");
    assert_eq!(read::<T>(&param, wire), Ok(Some(value)), "{param:?} {wire}");
}

/// `Style Examples` of OpenAPI 3.1.1 (section 4.8.12.4) and 3.0.4: every cell that is not "n/a".
#[test]
fn style_examples() {
    for (param, empty, string, array, object) in [
        (
            Param::path("color").style(Style::Matrix),
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            Param::path("color").style(Style::Matrix).explode(true),
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
        (
            Param::path("color").style(Style::Label),
            "-",
            ".blue",
            ".blue,black,brown",
            ".R,100,G,200,B,150",
        ),
        (
            Param::path("color").style(Style::Label).explode(true),
            "-",
            ".blue",
            ".blue.black.brown",
            ".R=100.G=200.B=150",
        ),
        (
            Param::path("color"),
            "-",
            "blue",
            "blue,black,brown",
            "R,100,G,200,B,150",
        ),
        (
            Param::path("color").explode(true),
            "-",
            "blue",
            "blue,black,brown",
            "R=100,G=200,B=150",
        ),
        (
            Param::header("color"),
            "",
            "blue",
            "blue,black,brown",
            "R,100,G,200,B,150",
        ),
        (
            Param::header("color").explode(true),
            "",
            "blue",
            "blue,black,brown",
            "R=100,G=200,B=150",
        ),
        (
            Param::query("color").explode(false),
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            Param::query("color"),
            "color=",
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ),
        (
            Param::cookie("color").explode(false),
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            Param::cookie("color"),
            "color=",
            "color=blue",
            "color=blue; color=black; color=brown",
            "R=100; G=200; B=150",
        ),
        (
            Param::cookie("color").style(Style::Cookie),
            "color=",
            "color=blue",
            "color=blue; color=black; color=brown",
            "R=100; G=200; B=150",
        ),
        (
            Param::query("color")
                .style(Style::SpaceDelimited)
                .explode(false),
            "-",
            "-",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Param::query("color")
                .style(Style::PipeDelimited)
                .explode(false),
            "-",
            "-",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            Param::query("color").style(Style::DeepObject),
            "-",
            "-",
            "-",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
        (
            Param::query("color").style(Style::Dotted),
            "color=",
            "color=blue",
            "color.1=blue&color.2=black&color.3=brown",
            "color.R=100&color.G=200&color.B=150",
        ),
    ] {
        if empty != "-" {
            check(param, String::new(), empty);
        }
        if string != "-" {
            check(param, String::from("blue"), string);
        }
        if array != "-" {
            check(param.array(), ARRAY.map(String::from).to_vec(), array);
        }
        let open = param.object(&[]);
        assert_eq!(written(&open, &Color).as_deref(), Ok(object), "{param:?}");
        assert_eq!(
            read::<Members>(&open, object),
            Ok(Some(color())),
            "{param:?}"
        );
        assert_eq!(
            read::<Members>(&param.object(&["R", "G", "B"]), object),
            Ok(Some(color())),
            "{param:?}"
        );
    }
}

#[test]
fn reserved_and_other_characters() {
    let odd = "a/b?c#d[e]@!$&'()*+,;=:%41 ü\u{1f600}~._-";
    let encoded =
        "a%2Fb%3Fc%23d%5Be%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%2541%20%C3%BC%F0%9F%98%80~._-";
    check(Param::path("p"), odd.to_owned(), encoded);
    check(Param::query("q"), odd.to_owned(), &format!("q={encoded}"));
    check(
        Param::query("ö&"),
        odd.to_owned(),
        &format!("%C3%B6%26={encoded}"),
    );
    check(Param::cookie("c"), odd.to_owned(), &format!("c={encoded}"));
    check(
        Param::path("p").style(Style::Label).explode(true).array(),
        vec![String::from("a.b"), String::from("c")],
        ".a%2Eb.c",
    );
    check(
        Param::query("q").explode(false).array(),
        vec![String::from("a,b"), String::from("c d")],
        "q=a%2Cb,c%20d",
    );
    check(Param::header("h"), String::from("a,b \u{fc}"), "a,b \u{fc}");
    // Triplets pass (RFC 6570 section 3.2.3), what would end the value does not.
    let allowed = Param::query("q").allow_reserved();
    assert_eq!(
        written(&allowed, odd).as_deref(),
        Ok("q=a/b?c%23d%5Be%5D@!$%26'()*%2B,;=:%41%20%C3%BC%F0%9F%98%80~._-")
    );
    assert_eq!(written(&allowed, "100%").as_deref(), Ok("q=100%25"));
    check(
        allowed,
        String::from("a/b?c#d[e]&=+,"),
        "q=a/b?c%23d%5Be%5D%26=%2B,",
    );
    check(
        allowed.explode(false).array(),
        vec![String::from("a,b"), String::from("c/d")],
        "q=a%2Cb,c/d",
    );
    assert_eq!(
        written(&Param::path("p").allow_reserved(), "a/b?c:d@e").as_deref(),
        Ok("a%2Fb%3Fc:d@e")
    );
    assert_eq!(
        read::<String>(&Param::query("q"), "q=a+b%2Bc"),
        Ok(Some(String::from("a b+c")))
    );
}

#[test]
fn what_a_style_cannot_say() {
    let nested = json!([["a"]]);
    for (param, value, message) in [
        (
            Param::query("q"),
            nested.clone(),
            "/query/q: has a list or object inside a list or object, which its style cannot write",
        ),
        (
            Param::query("q").explode(false),
            nested.clone(),
            "/query/q: has a list or object inside a list or object, which its style cannot write",
        ),
        (
            Param::query("q"),
            json!({"a": {"b": 1}}),
            "/query/q: has a list or object inside a list or object, which its style cannot write",
        ),
        (
            Param::query("q")
                .style(Style::SpaceDelimited)
                .explode(false),
            json!(["a b", "c"]),
            "/query/q: has a part that holds the delimiter of its style",
        ),
        (
            Param::query("q").style(Style::PipeDelimited).explode(false),
            json!(["a|b"]),
            "/query/q: has a part that holds the delimiter of its style",
        ),
        (
            Param::header("h"),
            json!(["a,b"]),
            "/header/h: has a part with a comma or outer space, which a header cannot tell from a delimiter",
        ),
        (
            Param::header("h"),
            json!("a\r\nb: c"),
            "/header/h: has characters that a header cannot hold",
        ),
        (
            Param::cookie("c").style(Style::Cookie),
            json!("a; b=c"),
            "/cookie/c: has characters that a cookie cannot hold",
        ),
        (
            Param::query("q").style(Style::DeepObject),
            json!({"a]": 1}),
            "/query/q: has a member \"a]\", whose name its style cannot write",
        ),
        (
            Param::query("q").style(Style::Dotted),
            json!({"a.b": 1}),
            "/query/q: has a member \"a.b\", whose name its style cannot write",
        ),
        (
            Param::path("p"),
            json!(""),
            "/path/p: must not be empty in a path",
        ),
        (
            Param::path("p"),
            json!([]),
            "/path/p: must not be empty in a path",
        ),
        (
            Param::path("p"),
            json!(null),
            "/path/p: must not be empty in a path",
        ),
        (
            Param::path("p"),
            json!("."),
            "/path/p: must not make a path segment of dots alone",
        ),
        (
            Param::path("p"),
            json!(".."),
            "/path/p: must not make a path segment of dots alone",
        ),
        (
            Param::path("p").style(Style::Label),
            json!("."),
            "/path/p: must not make a path segment of dots alone",
        ),
        (
            Param::path("p").allow_reserved(),
            json!("%2e."),
            "/path/p: must not make a path segment of dots alone",
        ),
    ] {
        assert_eq!(
            written(&param, &value),
            Err(message.to_owned()),
            "{param:?} {value}"
        );
    }
}

#[test]
fn what_is_absent() {
    for param in [
        Param::query("q"),
        Param::header("q"),
        Param::cookie("q"),
        Param::query("q").json(),
        Param::query("q").style(Style::Dotted),
    ] {
        assert_eq!(written(&param, &None::<u8>).as_deref(), Ok(""));
        assert_eq!(read::<u8>(&param, "z=1").ok().flatten(), None);
    }
    assert_eq!(
        written(&Param::query("q").array(), &Vec::<u8>::new()).as_deref(),
        Ok("")
    );
    assert_eq!(
        written(&Param::query("q").object(&[]), &json!({"a": null, "b": 1})).as_deref(),
        Ok("b=1")
    );
    check(Param::query("q").array(), vec![String::new()], "q=");
    check(
        Param::query("q").array(),
        vec![String::new(), String::new()],
        "q=&q=",
    );
    check(
        Param::query("q").array().explode(false),
        vec![String::new(), String::from("a"), String::new()],
        "q=,a,",
    );
}

#[test]
fn nested_styles() {
    let deep = Param::query("q").style(Style::DeepObject).object(&[]);
    let dotted = Param::query("Disk").style(Style::Dotted).array();
    type Deep = BTreeMap<String, BTreeMap<String, u8>>;
    let value = Deep::from([(
        String::from("a"),
        BTreeMap::from([(String::from("b"), 1), (String::from("c"), 2)]),
    )]);
    check(deep, value, "q%5Ba%5D%5Bb%5D=1&q%5Ba%5D%5Bc%5D=2");
    type Lists = BTreeMap<String, Vec<u8>>;
    let value = Lists::from([
        (String::from("a"), vec![1, 2]),
        (String::from("b"), vec![3]),
    ]);
    check(
        deep,
        value.clone(),
        "q%5Ba%5D%5B%5D=1&q%5Ba%5D%5B%5D=2&q%5Bb%5D%5B%5D=3",
    );
    for wire in [
        "q[a][0]=1&q[a][1]=2&q[b][]=3",
        "q[a][]=1&q[a][]=2&q[b]=3",
        "x=1&q[a][7]=2&q[a][3]=1&q%5Bb%5D=3&qq[a]=4&q[a=5",
    ] {
        assert_eq!(
            read::<Lists>(&deep, wire),
            Ok(Some(value.clone())),
            "{wire}"
        );
    }
    let value = vec![
        json!({"Size": "20", "Tags": {"1": "a", "2": "b"}}),
        json!({"Size": "x"}),
    ];
    assert_eq!(
        written(
            &dotted,
            &json!([{"Size": 20, "Tags": ["a", "b"]}, {"Size": "x"}])
        )
        .as_deref(),
        Ok("Disk.1.Size=20&Disk.1.Tags.1=a&Disk.1.Tags.2=b&Disk.2.Size=x")
    );
    assert_eq!(
        read::<Vec<Value>>(
            &dotted,
            "Disk.1.Size=20&Disk.1.Tags.1=a&Disk.1.Tags.2=b&Disk.2.Size=x&Disks.1=y"
        ),
        Ok(Some(value))
    );
    let many: Vec<u32> = (0..12).collect();
    check(
        dotted,
        many,
        &(0..12)
            .map(|index| format!("Disk.{}={index}", index + 1))
            .collect::<Vec<_>>()
            .join("&"),
    );
    check(
        dotted,
        vec![vec![1u8, 2], vec![3]],
        "Disk.1.1=1&Disk.1.2=2&Disk.2.1=3",
    );
    let bottomless = format!("q{}=1", "[a]".repeat(100_000));
    assert_eq!(
        read::<Value>(&deep, &bottomless),
        Err(String::from("/query/q: is nested deeper than 32 levels"))
    );
    assert_eq!(
        read::<Value>(&deep, "q[a]=1&q[a][b]=2"),
        Err(String::from(
            "/query/q: is given both as text and with members"
        ))
    );
}

#[test]
fn json_text() {
    let param = Param::query("filter").json();
    check(
        param,
        json!({"a": [1, "ü"], "b": null}),
        "filter=%7B%22a%22%3A%5B1%2C%22%C3%BC%22%5D%2C%22b%22%3Anull%7D",
    );
    check(
        Param::header("X-Filter").json().array(),
        vec![1u8, 2],
        "[1,2]",
    );
    check(Param::query("s").json(), String::from("1"), "s=%221%22");
    assert_eq!(
        read::<Vec<u8>>(&param, "filter=[1,\"x\",300]"),
        Err(String::from(
            "/query/filter/1: expected an integer, found \"x\"; /query/filter/2: expected an integer from 0 to 255, found 300"
        ))
    );
}

#[test]
fn text_becomes_what_the_type_asks_for() {
    let query = Param::query("q");
    check(query, true, "q=true");
    check(query, -5i64, "q=-5");
    check(query, u64::MAX, "q=18446744073709551615");
    check(query, 0.5f64, "q=0.5");
    check(query, Some(5u8), "q=5");
    check(query, String::from("5"), "q=5");
    check(query, String::from("null"), "q=null");
    assert_eq!(read::<i64>(&query, "q=1.0"), Ok(Some(1)));
    for (wire, message) in [
        ("q=", "/query/q: expected an integer, found an empty text"),
        ("q=x", "/query/q: expected an integer, found \"x\""),
        ("q=%2B5", "/query/q: expected an integer, found \"+5\""),
        ("q=05", "/query/q: expected an integer, found \"05\""),
        ("q=1.5", "/query/q: expected an integer, found 1.5"),
        (
            "q=300",
            "/query/q: expected an integer from 0 to 255, found 300",
        ),
        ("q=1&q=2", "/query/q: is given more than once"),
        ("q=%ff", "/query/q: is not UTF-8"),
        ("q=100%", "/query/q: has a percent sign that is not encoded"),
        ("q=%2", "/query/q: has a percent sign that is not encoded"),
        ("q=%2x", "/query/q: has a percent sign that is not encoded"),
    ] {
        assert_eq!(read::<u8>(&query, wire), Err(message.to_owned()), "{wire}");
    }
    assert_eq!(
        read::<bool>(&query, "q=yes"),
        Err(String::from("/query/q: expected a boolean, found \"yes\""))
    );
    assert_eq!(
        read::<Vec<u8>>(&query.array(), "q=1&q=x&q=2&q=y"),
        Err(String::from(
            "/query/q/1: expected an integer, found \"x\"; /query/q/3: expected an integer, found \"y\""
        ))
    );
}

#[test]
fn everything_wrong_at_once() {
    let mut headers = HeaderMap::new();
    headers.append("x-a", "1, 2".try_into().unwrap());
    headers.append("X-A", "z".try_into().unwrap());
    headers.append(
        "cookie",
        "session=\"a b\"; n=5; theme=dark".try_into().unwrap(),
    );
    let captures = [("id", String::from("x%2Fy")), ("n", String::from("q"))];
    let mut inputs = Inputs::new(&captures, Some("limit=x&a=1&b=2&unknown=3&&=&c"), &headers);
    assert_eq!(
        inputs.required::<String>(&Param::path("id")).as_deref(),
        Some("x/y")
    );
    assert_eq!(inputs.required::<u8>(&Param::path("n")), None);
    assert_eq!(inputs.optional::<u8>(&Param::query("limit")), None);
    assert_eq!(inputs.required::<u8>(&Param::query("page")), None);
    assert_eq!(
        inputs.optional::<String>(&Param::query("c")).as_deref(),
        Some("")
    );
    assert_eq!(
        inputs.optional::<Vec<u8>>(&Param::header("X-A").array()),
        None
    );
    assert_eq!(
        inputs
            .required::<String>(&Param::cookie("session").style(Style::Cookie))
            .as_deref(),
        Some("a b")
    );
    assert_eq!(inputs.required::<u8>(&Param::cookie("n")), Some(5));
    let rest: Option<BTreeMap<String, String>> =
        inputs.optional(&Param::query("rest").object(&["a", "b"]));
    assert_eq!(rest.map(|rest| rest.len()), Some(2));
    let violations = inputs.finish().unwrap_err();
    let found: Vec<_> = violations
        .iter()
        .map(|violation| (violation.pointer.as_str(), violation.keyword))
        .collect();
    assert_eq!(
        found,
        [
            ("/path/n", "type"),
            ("/query/limit", "type"),
            ("/query/page", "required"),
            ("/header/X-A/2", "type")
        ]
    );
}

#[test]
fn targets() {
    let mut target = Target::new();
    target.literal("/v1/imäges:copy%3Ax y/");
    target
        .set(&Param::path("id"), &5)
        .literal(".json/")
        .set(&Param::path("other"), "..")
        .literal("x");
    target
        .fixed("Action", "Copy Image")
        .fixed("Version", "2020-04-01")
        .set(&Param::query("limit"), &Some(3));
    target
        .set(&Param::header("X-Tag"), "a")
        .set(&Param::cookie("a"), &1)
        .set(&Param::cookie("b"), &true);
    let (uri, headers) = target.finish().unwrap();
    assert_eq!(
        uri,
        "/v1/im%C3%A4ges:copy%3Ax%20y/5.json/..x?Action=Copy%20Image&Version=2020-04-01&limit=3"
    );
    assert_eq!(
        (headers["x-tag"].as_bytes(), headers["cookie"].as_bytes()),
        (&b"a"[..], &b"a=1; b=true"[..])
    );
    assert_eq!(Target::new().finish().unwrap().0, "/");
    let mut target = Target::new();
    target
        .literal("/")
        .set(&Param::path("a"), "")
        .literal("/")
        .set(&Param::path("b"), "..")
        .set(&Param::header("c"), "\n");
    assert_eq!(target.finish().unwrap_err().0.len(), 3);
}

#[test]
fn forms() {
    type Form = BTreeMap<String, Value>;
    let value = json!({"a": "b c+d", "list": ["1", "2"], "null": null, "object": {"n": 1, "s": "x"}, "ü": "&="});
    let text = form::encode(&value).unwrap();
    assert_eq!(
        text,
        "a=b+c%2Bd&list=1&list=2&object=%7B%22n%22%3A1%2C%22s%22%3A%22x%22%7D&%C3%BC=%26%3D"
    );
    let read: Form = form::decode(text.as_bytes()).unwrap();
    assert_eq!(
        (&read["a"], &read["list"], &read["ü"]),
        (&json!("b c+d"), &json!(["1", "2"]), &json!("&="))
    );
    // What has members is read from JSON text, where the type asks for them.
    let objects: BTreeMap<String, BTreeMap<String, u8>> =
        form::decode(b"o=%7B%22n%22%3A1%7D").unwrap();
    assert_eq!(objects["o"]["n"], 1);
    let params = [
        Param::query("list").array().explode(false),
        Param::query("object")
            .style(Style::DeepObject)
            .object(&["n", "s"]),
        Param::query("json").json(),
        Param::query("items").array().json(),
    ];
    let value = json!({"items": ["a b", "*~"], "json": {"x": [1, 2]}, "list": ["1", "2"], "object": {"n": 1, "s": "x"}, "z": 5});
    let text = form::encode_with(&value, &params).unwrap();
    assert_eq!(
        text,
        "items=%22a+b%22&items=%22*%7E%22&json=%7B%22x%22%3A%5B1%2C2%5D%7D&list=1,2&object%5Bn%5D=1&object%5Bs%5D=x&z=5"
    );
    let read: Form = form::decode_with(text.as_bytes(), &params).unwrap();
    assert_eq!(
        Value::from_iter(read),
        json!({"items": ["a b", "*~"], "json": {"x": [1, 2]}, "list": ["1", "2"], "object": {"n": "1", "s": "x"}, "z": "5"})
    );
    let wrong = form::decode::<BTreeMap<String, u8>>(b"a=1&b=x&c=y").unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "/b: expected an integer, found \"x\"; /c: expected an integer, found \"y\""
    );
    assert_eq!(
        form::encode(&5).unwrap_err().to_string(),
        "is no object, as a form must be"
    );
    assert_eq!(
        form::decode::<Form>(b"\xff=1").unwrap_err().to_string(),
        "is not UTF-8"
    );
    assert_eq!(form::decode::<Form>(b"").unwrap(), Form::new());
}

/// Deterministic noise over the characters that mean something to some style.
fn noise(seed: &mut u64, length: usize) -> String {
    const CHARACTERS: [char; 24] = [
        'a', 'R', 'q', '1', '0', '=', '&', ',', '.', ';', '|', '%', '2', 'C', '[', ']', ' ', '+',
        '"', '{', '}', ':', 'ü', '/',
    ];
    let mut text = String::new();
    for _ in 0..length {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push(CHARACTERS[(*seed >> 33) as usize % CHARACTERS.len()]);
    }
    text
}

#[test]
fn noise_is_read_or_refused() {
    let styles = [
        (
            Param::path("q"),
            &[Style::Simple, Style::Label, Style::Matrix][..],
        ),
        (
            Param::query("q"),
            &[
                Style::Form,
                Style::SpaceDelimited,
                Style::PipeDelimited,
                Style::DeepObject,
                Style::Dotted,
            ],
        ),
        (Param::cookie("q"), &[Style::Form, Style::Cookie]),
    ];
    let mut seed = 1;
    for round in 0..2_000 {
        let wire = noise(&mut seed, round % 40);
        let value = noise(&mut seed, round % 7);
        for (param, styles) in styles {
            for style in styles {
                for explode in [false, true] {
                    let param = param.style(*style).explode(explode);
                    let _ = read::<Value>(&param, &wire);
                    let _ = read::<Vec<u8>>(&param.array(), &wire);
                    let _ = read::<Members>(&param.object(&[]), &wire);
                    // What can be written is read as it was.
                    if let Ok(wire) = written(&param, &value) {
                        assert_eq!(
                            read(&param, &wire),
                            Ok(Some(value.clone())),
                            "{param:?} {wire}"
                        );
                    }
                    let list = vec![value.clone(), String::from("x"), value.clone()];
                    if let Ok(wire) = written(&param, &list) {
                        assert_eq!(
                            read(&param.array(), &wire),
                            Ok(Some(list)),
                            "{param:?} {wire}"
                        );
                    }
                    let map = BTreeMap::from([(format!("m{value}"), value.clone())]);
                    if let Ok(wire) = written(&param, &map) {
                        assert_eq!(
                            read(&param.object(&[]), &wire),
                            Ok(Some(map)),
                            "{param:?} {wire}"
                        );
                    }
                }
            }
        }
        let form = BTreeMap::from([(wire, value)]);
        let text = form::encode(&form).unwrap();
        assert_eq!(form::decode(text.as_bytes()), Ok(form), "{text}");
    }
}
