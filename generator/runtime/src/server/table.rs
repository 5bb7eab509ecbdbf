//! The routes of an API as a tree of segments, and the search in it.
//!
//! At each segment a literal is tried before patterns, patterns with more literal text before those with less, and a
//! plain parameter last; a way that leads nowhere is left for the next one. Each node is visited at most once per
//! request, so the search is bounded by the number of routes whatever the request.

use std::cmp::Reverse;

use super::segment::{Segment, decode_form};
use super::{Kind, Part, Rejection, Route};

/// The routes of an API, ready to be searched.
#[derive(Debug)]
pub(super) struct Table {
    routes: &'static [Route],
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by text.
    literals: Vec<(&'static str, usize)>,
    /// Sorted by length of literal text, longest first.
    patterns: Vec<(&'static [Part], usize)>,
    parameter: Option<usize>,
    /// Routes that end here; those with more fixed query pairs first.
    routes: Vec<usize>,
}

/// A route and the raw values of its path parameters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) route: usize,
    pub(super) captures: Vec<(&'static str, String)>,
}

struct Search<'a> {
    method: &'a str,
    query: &'a str,
    segments: Vec<Segment<'a>>,
    captures: Vec<&'a str>,
    allowed: Vec<&'static str>,
}

impl Table {
    pub(super) fn new(routes: &'static [Route]) -> Self {
        let mut table = Self {
            routes,
            nodes: vec![Node::default()],
        };
        for (index, route) in routes.iter().enumerate() {
            let end = route
                .path
                .iter()
                .fold(0, |node, segment| table.child(node, segment));
            table.nodes[end].routes.push(index);
        }
        for node in &mut table.nodes {
            node.literals.sort_unstable();
            node.patterns
                .sort_by_key(|(pattern, _)| Reverse(literal_length(pattern)));
            node.routes
                .sort_by_key(|route| Reverse(routes[*route].query.len()));
        }
        table
    }

    fn child(&mut self, node: usize, segment: &'static [Part]) -> usize {
        let next = self.nodes.len();
        let node = &mut self.nodes[node];
        let child = match segment {
            [] => entry(&mut node.literals, "", next),
            [Part::Literal(text)] => entry(&mut node.literals, text, next),
            [Part::Parameter(_)] => *node.parameter.get_or_insert(next),
            pattern => match node
                .patterns
                .iter()
                .find(|(known, _)| same_shape(known, pattern))
            {
                Some((_, child)) => *child,
                None => {
                    node.patterns.push((pattern, next));
                    next
                }
            },
        };
        if child == next {
            self.nodes.push(Node::default());
        }
        child
    }

    /// Finds the route of a request.
    pub(super) fn find(&self, method: &str, path: &str, query: &str) -> Result<Found, Rejection> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let segments: Option<Vec<_>> = path.split('/').map(Segment::read).collect();
        let Some(segments) = segments else {
            return Err(Rejection::new(
                Kind::Invalid,
                "the path is not percent-encoded UTF-8",
            ));
        };
        let mut search = Search {
            method,
            query,
            segments,
            captures: Vec::new(),
            allowed: Vec::new(),
        };
        match self.search(&mut search, 0, 0) {
            Some(route) => {
                let names = self.routes[route]
                    .path
                    .iter()
                    .copied()
                    .flatten()
                    .filter_map(|part| match part {
                        Part::Parameter(name) => Some(*name),
                        Part::Literal(_) => None,
                    });
                let captures = names
                    .zip(search.captures.into_iter().map(str::to_owned))
                    .collect();
                Ok(Found { route, captures })
            }
            None if search.allowed.is_empty() => Err(Rejection::not_found()),
            None => {
                search.allowed.sort_unstable();
                search.allowed.dedup();
                Err(Rejection::method_not_allowed(&search.allowed))
            }
        }
    }

    fn search(&self, search: &mut Search<'_>, node: usize, depth: usize) -> Option<usize> {
        let node = &self.nodes[node];
        let Some(segment) = search.segments.get(depth) else {
            return self.ending(search, node);
        };
        if let Ok(literal) = node
            .literals
            .binary_search_by(|(text, _)| (*text).cmp(segment.text()))
        {
            let found = self.search(search, node.literals[literal].1, depth + 1);
            if found.is_some() {
                return found;
            }
        }
        let captured = search.captures.len();
        for (pattern, child) in &node.patterns {
            if search.segments[depth].capture(pattern, &mut search.captures) {
                let found = self.search(search, *child, depth + 1);
                if found.is_some() {
                    return found;
                }
                search.captures.truncate(captured);
            }
        }
        // A parameter of a path is never empty: the path would be another one.
        if let (Some(child), false) = (node.parameter, search.segments[depth].raw().is_empty()) {
            let raw = search.segments[depth].raw();
            search.captures.push(raw);
            let found = self.search(search, child, depth + 1);
            if found.is_some() {
                return found;
            }
            search.captures.truncate(captured);
        }
        None
    }

    /// Chooses among the routes of one path, by fixed query pairs and then by method.
    fn ending(&self, search: &mut Search<'_>, node: &Node) -> Option<usize> {
        let mut get = None;
        for &index in &node.routes {
            let route = &self.routes[index];
            if !route
                .query
                .iter()
                .all(|(name, value)| has_pair(search.query, name, value))
            {
                continue;
            }
            if route.method == search.method {
                return Some(index);
            }
            if route.method == "GET" {
                get = get.or(Some(index));
                search.allowed.push("HEAD");
            }
            search.allowed.push(route.method);
        }
        // RFC 9110 §9.3.2: HEAD is GET without content.
        get.filter(|_| search.method == "HEAD")
    }
}

fn entry(literals: &mut Vec<(&'static str, usize)>, text: &'static str, next: usize) -> usize {
    match literals.iter().find(|(known, _)| *known == text) {
        Some((_, child)) => *child,
        None => {
            literals.push((text, next));
            next
        }
    }
}

fn literal_length(pattern: &[Part]) -> usize {
    pattern
        .iter()
        .map(|part| {
            if let Part::Literal(text) = part {
                text.len()
            } else {
                0
            }
        })
        .sum()
}

/// Whether two patterns match the same texts: routes may name their parameters differently.
fn same_shape(a: &[Part], b: &[Part]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|pair| match pair {
            (Part::Literal(a), Part::Literal(b)) => a == b,
            (Part::Parameter(_), Part::Parameter(_)) => true,
            _ => false,
        })
}

fn has_pair(query: &str, name: &str, value: &str) -> bool {
    query.split('&').any(|pair| {
        let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
        decode_form(key).is_some_and(|key| key == name)
            && decode_form(text).is_some_and(|text| text == value)
    })
}

#[cfg(test)]
mod tests {
    use super::Part::{Literal as L, Parameter as P};
    use super::*;

    const fn route(
        id: &'static str,
        method: &'static str,
        path: &'static [&'static [Part]],
        query: &'static [(&'static str, &'static str)],
    ) -> Route {
        Route {
            id,
            method,
            path,
            query,
            security: &[],
        }
    }

    const ROUTES: &[Route] = &[
        route("images", "GET", &[&[L("images")]], &[]),
        route("images/", "GET", &[&[L("images")], &[]], &[]),
        route("copy", "POST", &[&[L("images:copyImages")]], &[]),
        route("image", "GET", &[&[L("images")], &[P("id")]], &[]),
        route(
            "start",
            "POST",
            &[&[L("images")], &[P("image"), L(":start")]],
            &[],
        ),
        route(
            "file",
            "GET",
            &[&[L("images")], &[P("name"), L("."), P("ext")]],
            &[],
        ),
        route("all", "DELETE", &[&[L("images")], &[L("all")]], &[]),
        route("deep", "GET", &[&[P("a")], &[P("b")], &[L("end")]], &[]),
        route("list", "GET", &[&[]], &[("Action", "List")]),
        route(
            "list v2",
            "GET",
            &[&[]],
            &[("Action", "List"), ("Version", "2 b")],
        ),
        route("make", "POST", &[&[]], &[("Action", "Make")]),
    ];

    /// `id name=raw …`, or the status with the methods that are allowed.
    fn find(request: &str) -> String {
        let (method, target) = request.split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        match Table::new(ROUTES).find(method, path, query) {
            Ok(found) => {
                let captures = found
                    .captures
                    .iter()
                    .map(|(name, value)| format!(" {name}={value}"));
                format!("{}{}", ROUTES[found.route].id, captures.collect::<String>())
            }
            Err(rejection) => {
                let allow = rejection
                    .headers
                    .first()
                    .map_or("", |(_, methods)| methods.to_str().unwrap());
                format!("{} {allow}", rejection.kind.status().as_u16())
                    .trim()
                    .to_owned()
            }
        }
    }

    #[test]
    fn routes() {
        for (request, expected) in [
            ("GET /images", "images"),
            ("GET /%69mages", "images"),
            ("GET /images/", "images/"),
            ("GET /images//", "404"),
            ("POST /images:copyImages", "copy"),
            ("POST /images%3AcopyImages", "copy"),
            ("GET /images/7", "image id=7"),
            ("GET /images/a%2Fb", "image id=a%2Fb"),
            ("GET /images/a.tar.gz", "file name=a.tar ext=gz"),
            ("POST /images/7:start", "start image=7"),
            ("POST /images/7%3astart", "start image=7"),
            // The pattern has no GET: the plain parameter takes it.
            ("GET /images/7:start", "image id=7:start"),
            ("GET /images/all", "image id=all"),
            ("DELETE /images/all", "all"),
            ("PUT /images/all", "405 DELETE, GET, HEAD"),
            ("DELETE /images/7", "405 GET, HEAD"),
            ("HEAD /images/7", "image id=7"),
            ("HEAD /images:copyImages", "405 POST"),
            ("GET /images/7/end", "deep a=images b=7"),
            ("GET /images//end", "404"),
            ("GET /?Action=List", "list"),
            ("GET /?x=1&Action=List&Version=2+b", "list v2"),
            ("GET /?Action=Li%73t&Version=3", "list"),
            ("GET /?Action=None", "404"),
            ("GET /", "404"),
            ("POST /?Action=List", "405 GET, HEAD"),
            ("GET /?Action=Make", "405 POST"),
            ("GET /none", "404"),
            ("GET /images/%", "400"),
            ("GET /images/%ff", "400"),
        ] {
            assert_eq!(find(request), expected, "{request}");
        }
    }
}
