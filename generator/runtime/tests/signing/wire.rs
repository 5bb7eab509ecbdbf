//! Targets of requests as they go over the wire, made from the parts that a vendor's SDK was given.

use crate::vector::{flattened, object, string};
use generator_runtime::signing::{Algorithm, Dialect};
use http::Uri;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// The target, or why there is none: some signers sign a text as it stands that HTTP can only carry encoded.
pub(crate) fn target(
    algorithm: Algorithm,
    dialect: Dialect,
    input: &Value,
    host: Option<&str>,
) -> Result<Uri, &'static str> {
    let (origin, path, query) = match input["url"].as_str() {
        Some(url) => {
            let host = url.find("://").expect("a URL has a scheme") + 3;
            let (origin, target) =
                url.split_at(url[host..].find('/').map_or(url.len(), |at| host + at));
            let (path, query) = target.split_once('?').unwrap_or((target, ""));
            (origin.to_owned(), path.to_owned(), query.to_owned())
        }
        None => {
            let host = input["host"]
                .as_str()
                .or(host)
                .unwrap_or("no-host-given.example");
            let origin = if host.contains("://") {
                host.to_owned()
            } else {
                format!("https://{host}")
            };
            (
                origin,
                string(&input["path"]),
                query(algorithm, &input["query"]),
            )
        }
    };
    // These signers take paths that are not encoded yet; the others take what goes over the wire.
    let raw_path = matches!(
        (algorithm, dialect),
        (Algorithm::Volcengine, Dialect::Go) | (Algorithm::JdCloud2, Dialect::Python)
    );
    let path = if raw_path {
        path.replace('%', "%25")
    } else {
        path
    };
    let (sent_path, sent_query) = (carried("/", &path), carried("/?", &query));
    let verbatim = match algorithm {
        Algorithm::JdCloud2 => sent_query == query,
        Algorithm::Volcengine => raw_path || sent_path == path,
        _ => true,
    };
    if !verbatim {
        return Err("target that HTTP does not carry as it was signed");
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let target = format!("{origin}{slash}{sent_path}?{sent_query}");
    Ok(Uri::try_from(target.trim_end_matches('?')).expect("what a URI does not hold is encoded"))
}

fn query(algorithm: Algorithm, query: &Value) -> String {
    let space = if algorithm == Algorithm::Volcengine {
        "+"
    } else {
        "%20"
    };
    match query {
        Value::String(raw) => raw.clone(),
        Value::Object(_) => form(&object(query), space),
        pairs => {
            let pairs = pairs.as_array().into_iter().flatten();
            form(
                &pairs
                    .flat_map(|pair| flattened(&pair[0], &pair[1]))
                    .collect::<Vec<_>>(),
                space,
            )
        }
    }
}

/// The text with percent-encoding for what cannot stand after these characters in a URI.
fn carried(before: &str, text: &str) -> String {
    let carries = |c: char| {
        let target = format!("{before}{c}");
        (c != '?' || before.ends_with('?'))
            && Uri::try_from(&target).is_ok_and(|uri| uri.to_string() == target)
    };
    text.chars()
        .map(|c| {
            if carries(c) {
                c.to_string()
            } else {
                encoded(&c.to_string())
            }
        })
        .collect()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// `application/x-www-form-urlencoded`, in order.
pub(crate) fn form(pairs: &[(String, String)], space: &str) -> String {
    let part = |text: &str| {
        let unreserved = [
            ("%2D", "-"),
            ("%5F", "_"),
            ("%2E", "."),
            ("%7E", "~"),
            ("%20", space),
        ];
        unreserved
            .iter()
            .fold(encoded(text), |text, (code, plain)| {
                text.replace(code, plain)
            })
    };
    pairs
        .iter()
        .map(|(key, value)| format!("{}={}", part(key), part(value)))
        .collect::<Vec<_>>()
        .join("&")
}
