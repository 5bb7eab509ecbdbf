//! Exact text against the JSON form of a value, both ways, and what strangers may send.
//! Long because each case is written out.

use serde_json::{Value, json};

use super::{Member, Node, Object, Shape, from_slice, to_string};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

static TAG: Object = Object::new(&[
    Member::new("id", Node::element("id", Shape::Number)),
    Member::new("name", Node::element("name", Shape::Text)),
]);
static PET: Object = Object::new(&[
    Member::new("id", Node::attribute("id", Shape::Number)),
    Member::new("name", Node::element("name", Shape::Text)),
    Member::new("sold", Node::element("sold", Shape::Bool)),
    Member::new(
        "photoUrls",
        Node::inside(Shape::List(&Node::element("photoUrl", Shape::Text))),
    )
    .or_empty(),
    Member::new(
        "tags",
        Node::element(
            "tags",
            Shape::List(&Node::element("tag", Shape::Object(&TAG))),
        ),
    ),
    Member::new("parent", Node::element("parent", Shape::Object(&PET))),
    Member::new(
        "sizes",
        Node::attribute("sizes", Shape::List(&Node::text(Shape::Number))),
    ),
]);
static PET_ROOT: Node = Node::element("Pet", Shape::Object(&PET));

static BOUND: Object = Object::new(&[
    Member::new("a", Node::element("a", Shape::Text)),
    Member::new(
        "b",
        Node::element("b", Shape::Text)
            .prefix("p")
            .namespace("urn:p"),
    ),
    Member::new("c", Node::element("c", Shape::Text).prefix("p")),
    Member::new(
        "d",
        Node::attribute("d", Shape::Text)
            .prefix("p")
            .namespace("urn:p"),
    ),
    Member::new("e", Node::attribute("e", Shape::Text).namespace("urn:e")),
]);
static BOUND_ROOT: Node = Node::element("r", Shape::Object(&BOUND)).namespace("urn:r");
static PREFIXED_ROOT: Node = Node::element("r", Shape::Object(&BOUND))
    .prefix("p")
    .namespace("urn:p");

static PRICE: Object = Object::new(&[
    Member::new("currency", Node::attribute("currency", Shape::Text)),
    Member::new("amount", Node::text(Shape::Number)),
]);
static PRICE_ROOT: Node = Node::element("price", Shape::Object(&PRICE));
static NOTE: Object = Object::new(&[Member::new("html", Node::cdata(Shape::Text)).or_empty()]);
static NOTE_ROOT: Node = Node::element("note", Shape::Object(&NOTE));

static MATRIX: Object = Object::new(&[Member::new(
    "rows",
    Node::element(
        "rows",
        Shape::List(&Node::element(
            "row",
            Shape::List(&Node::element("cell", Shape::Number)),
        )),
    ),
)]);
static MATRIX_ROOT: Node = Node::element("matrix", Shape::Object(&MATRIX));

static CIRCLE: Object = Object::new(&[
    Member::new("kind", Node::element("kind", Shape::Text)),
    Member::new("radius", Node::element("radius", Shape::Number)),
]);
static SQUARE: Object = Object::new(&[
    Member::new("kind", Node::element("kind", Shape::Text)),
    Member::new("side", Node::element("side", Shape::Number)),
]);
static FIGURES: Object = Object::new(&[
    Member::new(
        "named",
        Node::inside(Shape::List(&Node::inside(Shape::Choice(&[
            Node::element("circle", Shape::Object(&CIRCLE)),
            Node::element("square", Shape::Object(&SQUARE)),
        ])))),
    ),
    Member::new(
        "plain",
        Node::element(
            "plain",
            Shape::Choice(&[
                Node::inside(Shape::Object(&CIRCLE)),
                Node::inside(Shape::Object(&SQUARE)),
                Node::inside(Shape::Mixed),
            ]),
        ),
    ),
]);
static FIGURES_ROOT: Node = Node::element("figures", Shape::Object(&FIGURES));

static MAP: Object =
    Object::new(&[Member::new("name", Node::element("name", Shape::Text))]).others(Shape::Number);
static MAP_ROOT: Node = Node::element("map", Shape::Object(&MAP));
static CLOSED: Object =
    Object::new(&[Member::new("name", Node::element("name", Shape::Text))]).closed();
static CLOSED_ROOT: Node = Node::element("closed", Shape::Object(&CLOSED));
static ANY_ROOT: Node = Node::element("any", Shape::Any);
static LIST_ROOT: Node = Node::element(
    "Pets",
    Shape::List(&Node::element("Pet", Shape::Object(&PET))),
);
static LOOSE_ROOT: Node = Node::element("made-up", Shape::Object(&TAG)).of_any_name();

fn read(text: &str, root: &Node) -> Result<Value, String> {
    from_slice(text.as_bytes(), root).map_err(|violations| violations.to_string())
}

#[test]
fn values_and_their_text() {
    let check = |root: &Node, value: Value, text: &str| {
        let text = format!("{DECLARATION}{text}");
        assert_eq!(to_string(&value, root).unwrap(), text, "{value}");
        assert_eq!(read(&text, root).unwrap(), value, "{text}");
    };
    check(&PET_ROOT, json!({"photoUrls": []}), "<Pet/>");
    check(
        &PET_ROOT,
        json!({"id": 7, "name": "Rex", "sold": true, "photoUrls": ["a", "b"], "tags": [{"id": 1, "name": "x"}]}),
        "<Pet id=\"7\"><name>Rex</name><sold>true</sold><photoUrl>a</photoUrl><photoUrl>b</photoUrl>\
         <tags><tag><id>1</id><name>x</name></tag></tags></Pet>",
    );
    check(
        &PET_ROOT,
        json!({"photoUrls": [""], "tags": [], "name": ""}),
        "<Pet><name/><photoUrl/><tags/></Pet>",
    );
    check(
        &PET_ROOT,
        json!({"photoUrls": [], "parent": {"name": "Old", "photoUrls": []}, "sizes": [1, 2.5]}),
        "<Pet sizes=\"1 2.5\"><parent><name>Old</name></parent></Pet>",
    );
    check(
        &PET_ROOT,
        json!({"name": "<&>\"'\r\n\t ü \u{1F600}]]>", "photoUrls": []}),
        "<Pet><name>&lt;&amp;&gt;\"'&#13;\n\t ü \u{1F600}]]&gt;</name></Pet>",
    );
    check(
        &PET_ROOT,
        json!({"name": null, "photoUrls": []}),
        "<Pet><name xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></Pet>",
    );
    check(
        &BOUND_ROOT,
        json!({"a": "1", "b": "2", "c": "3", "d": "<\"&\n>", "e": "5"}),
        "<r xmlns=\"urn:r\" xmlns:p=\"urn:p\" p:d=\"&lt;&quot;&amp;&#10;>\" xmlns:ns1=\"urn:e\" ns1:e=\"5\">\
         <a>1</a><p:b>2</p:b><p:c>3</p:c></r>",
    );
    check(
        &BOUND_ROOT,
        json!({"b": "2", "c": "3"}),
        "<r xmlns=\"urn:r\"><p:b xmlns:p=\"urn:p\">2</p:b><c>3</c></r>",
    );
    check(
        &PREFIXED_ROOT,
        json!({"a": "1", "b": "2", "d": "4"}),
        "<p:r xmlns:p=\"urn:p\" p:d=\"4\"><a>1</a><p:b>2</p:b></p:r>",
    );
    check(
        &PRICE_ROOT,
        json!({"currency": "EUR", "amount": 9.5}),
        "<price currency=\"EUR\">9.5</price>",
    );
    check(
        &NOTE_ROOT,
        json!({"html": "<b>]]></b>"}),
        "<note><![CDATA[<b>]]]]><![CDATA[></b>]]></note>",
    );
    check(
        &MATRIX_ROOT,
        json!({"rows": [[1, 2], [], [3]]}),
        "<matrix><rows><row><cell>1</cell><cell>2</cell></row><row/><row><cell>3</cell></row></rows></matrix>",
    );
    check(
        &FIGURES_ROOT,
        json!({"named": [{"kind": "s", "side": 1}, {"kind": "c", "radius": 2}], "plain": {"kind": "s", "side": 3}}),
        "<figures><square><kind>s</kind><side>1</side></square><circle><kind>c</kind><radius>2</radius></circle>\
         <plain><kind>s</kind><side>3</side></plain></figures>",
    );
    check(
        &FIGURES_ROOT,
        json!({"plain": 12}),
        "<figures><plain>12</plain></figures>",
    );
    check(
        &MAP_ROOT,
        json!({"name": "n", "x": 1, "y-1": 2}),
        "<map><name>n</name><x>1</x><y-1>2</y-1></map>",
    );
    check(
        &LIST_ROOT,
        json!([{"id": 1, "photoUrls": []}, {"id": 2, "photoUrls": []}]),
        "<Pets><Pet id=\"1\"/><Pet id=\"2\"/></Pets>",
    );
    check(&LIST_ROOT, json!([]), "<Pets/>");
    check(
        &ANY_ROOT,
        json!({"@id": "1", "a": ["x", "y"], "b": {"c": "z"}}),
        "<any id=\"1\"><a>x</a><a>y</a><b><c>z</c></b></any>",
    );
    check(&ANY_ROOT, json!("text"), "<any>text</any>");
    check(
        &LOOSE_ROOT,
        json!({"id": 1}),
        "<made-up><id>1</id></made-up>",
    );
}

#[test]
fn what_others_write_is_understood() {
    let check = |root: &Node, text: &str, value: Value| {
        assert_eq!(read(text, root).unwrap(), value, "{text}");
    };
    let pet = |name: &str| json!({"name": name, "photoUrls": []});
    check(
        &PET_ROOT,
        "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<!-- x --><?pi?><Pet>\n <name>a</name>\n</Pet>\n<!-- y -->",
        pet("a"),
    );
    check(
        &PET_ROOT,
        "<Pet><name><![CDATA[<a>]]>&amp;b&#65;&#x42;</name></Pet>",
        pet("<a>&bAB"),
    );
    check(&PET_ROOT, "<Pet><name>a<!-- c -->b</name></Pet>", pet("ab"));
    check(&PET_ROOT, "<Pet><name> a\r\nb </name></Pet>", pet(" a\nb "));
    check(
        &PET_ROOT,
        "<Pet><unknown><deep x='1'/></unknown><name>a</name></Pet>",
        pet("a"),
    );
    check(
        &PET_ROOT,
        "<x:Pet xmlns:x='urn:x' other='1'><x:name>a</x:name></x:Pet>",
        pet("a"),
    );
    check(
        &PET_ROOT,
        "<undeclared:Pet><name>a</name></undeclared:Pet>",
        pet("a"),
    );
    check(
        &PET_ROOT,
        "<Pet><photoUrl>1</photoUrl><name>a</name><photoUrl>2</photoUrl></Pet>",
        json!({"name": "a", "photoUrls": ["1", "2"]}),
    );
    check(
        &PET_ROOT,
        "<Pet id=' +007 '><sold> 1 </sold></Pet>",
        json!({"id": 7, "sold": true, "photoUrls": []}),
    );
    check(
        &PET_ROOT,
        "<Pet id='-.5'/>",
        json!({"id": -0.5, "photoUrls": []}),
    );
    check(
        &PET_ROOT,
        "<Pet id='1.'/>",
        json!({"id": 1, "photoUrls": []}),
    );
    check(
        &PET_ROOT,
        "<Pet id='0'/>",
        json!({"id": 0, "photoUrls": []}),
    );
    check(
        &PET_ROOT,
        "<Pet id=''><sold/></Pet>",
        json!({"id": null, "sold": null, "photoUrls": []}),
    );
    check(
        &PET_ROOT,
        "<Pet id='one'><sold>yes</sold></Pet>",
        json!({"id": "one", "sold": "yes", "photoUrls": []}),
    );
    check(
        &PET_ROOT,
        "<Pet sizes='&amp;lt; a\tb\r\nc'/>",
        json!({"sizes": ["&lt;", "a", "b", "c"], "photoUrls": []}),
    );
    check(
        &BOUND_ROOT,
        "<r><b>1</b><c>2</c></r>",
        json!({"b": "1", "c": "2"}),
    );
    check(
        &BOUND_ROOT,
        "<z:r xmlns:z='urn:r' xmlns:y='urn:p' y:d='4'><y:b>1</y:b><z:a>2</z:a></z:r>",
        json!({"a": "2", "b": "1", "d": "4"}),
    );
    check(&NOTE_ROOT, "<note/>", json!({"html": ""}));
    check(&PRICE_ROOT, "<price>\n</price>", json!({}));
    check(
        &CLOSED_ROOT,
        "<closed xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='x' xml:lang='en'><name>a</name></closed>",
        json!({"name": "a"}),
    );
    check(
        &CLOSED_ROOT,
        "<closed id='1'><more/></closed>",
        json!({"id": null, "more": null}),
    );
    check(
        &LOOSE_ROOT,
        "<whatever><id>1</id></whatever>",
        json!({"id": 1}),
    );
    check(
        &ANY_ROOT,
        "<any a='1'>t<b/></any>",
        json!({"@a": "1", "#text": "t", "b": ""}),
    );
    check(
        &FIGURES_ROOT,
        "<figures><plain>text</plain></figures>",
        json!({"plain": "text"}),
    );
}

#[test]
fn what_is_refused() {
    let check = |text: &str, expected: &str| {
        let message = read(text, &PET_ROOT).unwrap_err();
        assert!(message.contains(expected), "{text:.80}: {message}");
    };
    check("", "found nothing");
    check("no xml", "text outside of its root");
    check("<Pet>", "ends before `Pet` does");
    check("<Pet></pet>", "pet");
    check("</Pet>", "Pet");
    check("<Pet/><Pet/>", "second root");
    check("<Pet/>text", "text outside");
    check("<Pet/>&amp;", "text outside");
    check("<Pet/><![CDATA[x]]>", "CDATA section outside");
    check("<pet/>", "expected the root element `Pet`, found `pet`");
    check(
        "<!DOCTYPE Pet [<!ENTITY a 'b'>]><Pet>&a;</Pet>",
        "document type",
    );
    check(
        "<Pet><name>&a;</name></Pet>",
        "`&a;` is none of the built-in entities",
    );
    check("<Pet id='&nbsp;'/>", "`&nbsp;` is none");
    check(
        "<Pet id='a & b'/>",
        "`&` in an attribute begins no reference",
    );
    check("<Pet id='<'/>", "`<` stands in an attribute");
    check("<Pet><name>a & b</name></Pet>", "");
    check("<Pet><name>&#0;</name></Pet>", "no character");
    check("<Pet><name>&#xD800;</name></Pet>", "no character");
    check("<Pet><name>&#+65;</name></Pet>", "no character");
    check("<Pet><name>\u{1}</name></Pet>", "no character");
    check("<Pet id='1' id='2'/>", "twice");
    check("<Pet id=1/>", "");
    check("<Pet id/>", "");
    check(
        "<Pet><name>a</name><name>b</name></Pet>",
        "has the element `name` twice",
    );
    check(
        "<?xml version='1.0' encoding='ISO-8859-1'?><Pet/>",
        "encoded in `ISO-8859-1`",
    );
    check(" <?xml version='1.0'?><Pet/>", "not at its begin");
    check(
        &("<Pet>".repeat(200) + &"</Pet>".repeat(200)),
        "deeper than 128",
    );
    let attributes: String = (0..2_000).map(|number| format!(" a{number}=''")).collect();
    check(&format!("<Pet{attributes}/>"), "attributes");
    let namespaces: String = (0..2_000)
        .map(|number| format!(" xmlns:a{number}='u'"))
        .collect();
    check(&format!("<Pet{namespaces}/>"), "");
    assert!(from_slice::<Value>(b"<Pet>\xff</Pet>", &PET_ROOT).is_err());
    assert!(
        from_slice::<Value>(b"\xff\xfe<\0P\0", &PET_ROOT)
            .unwrap_err()
            .to_string()
            .contains("UTF-16")
    );
    let strange = read("<whatever><unknown/></whatever>", &LOOSE_ROOT).unwrap_err();
    assert!(
        strange.contains("`whatever` with nothing in it"),
        "{strange}"
    );
    let wrong = read("<r xmlns='urn:other'/>", &BOUND_ROOT).unwrap_err();
    assert!(
        wrong.contains("another namespace than `urn:other`"),
        "{wrong}"
    );
}

#[test]
fn what_cannot_be_written() {
    let check = |root: &Node, value: Value, expected: &str| {
        assert_eq!(to_string(&value, root).unwrap_err().to_string(), expected);
    };
    check(
        &PET_ROOT,
        json!({"name": "a\u{0}"}),
        "/name: holds '\\0', which XML cannot hold",
    );
    check(
        &PET_ROOT,
        json!({"tags": [{"name": "\u{fffe}"}]}),
        "/tags/0/name: holds '\\u{fffe}', which XML cannot hold",
    );
    check(
        &MAP_ROOT,
        json!({"a b": 1}),
        "/a b: has a name that no element of XML can have",
    );
    check(
        &MAP_ROOT,
        json!({"a><b": 1}),
        "/a><b: has a name that no element of XML can have",
    );
    check(
        &PET_ROOT,
        json!({"name": {"a": 1}}),
        "/name: has no form as text of XML",
    );
    check(
        &ANY_ROOT,
        json!({"@a b": "1"}),
        "/a b: has a name that no element of XML can have",
    );
}

#[test]
fn nothing_that_is_cut_or_changed_makes_it_panic() {
    let text = "<?xml version=\"1.0\"?><p:Pet xmlns:p='urn:p' id='1&amp;'><!--c--><name><![CDATA[x]]>&#65;</name><tags><tag/></tags></p:Pet>";
    for end in 0..text.len() {
        let _ = read(&text[..end], &PET_ROOT);
        for with in [
            "<", ">", "&", "'", "\"", "/", "!", "?", "]", ":", "=", "\u{0}", "é",
        ] {
            let changed = format!("{}{with}{}", &text[..end], &text[end + 1..]);
            for root in [&PET_ROOT, &ANY_ROOT, &FIGURES_ROOT, &LOOSE_ROOT] {
                let _ = read(&changed, root);
            }
        }
    }
}
