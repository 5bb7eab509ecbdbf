//! Where requests go: the servers of the document, and what the user says instead.
//!
//! An operation is called where the document says that it is: at its own servers, else at those of the whole API. A
//! base URL of the user's stands for all of them, so that one setting leads everything to a proxy or a test.

use std::collections::BTreeMap;

use super::base::Base;
use super::{BuildError, Server};

/// Where requests go.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// Those of the whole API.
    pub(super) servers: Vec<Server>,
    /// Which of them.
    pub(super) chosen: Option<usize>,
    /// Instead of all servers.
    pub(super) base_url: Option<String>,
    /// Where URLs without a host lead from.
    pub(super) origin: Option<String>,
    /// Instead of single servers: their URLs as the document has them, and other URLs.
    pub(super) moved: Vec<(String, String)>,
    /// What names stand for.
    pub(super) values: BTreeMap<String, String>,
}

impl Places {
    /// The URL that operations without servers of their own are called at.
    pub(super) fn base(&self) -> Result<Base, BuildError> {
        if let Some(url) = &self.base_url {
            return self.expand(url, url, self.named(url));
        }
        let server = self.server().ok_or_else(|| match self.servers.first() {
            Some(server) if self.chosen.is_none() => BuildError::NoOrigin(server.url.to_owned()),
            _ => BuildError::NoBaseUrl,
        })?;
        self.read(
            self.moved(server.url),
            self.origin.as_deref(),
            std::slice::from_ref(server),
        )
    }

    /// The URL of an operation with servers of its own; `None` where it is that of all.
    pub(super) fn own(
        &self,
        servers: &'static [Server],
        base: &Base,
    ) -> Result<Option<Base>, BuildError> {
        let Some(server) = self.own_server(servers) else {
            return Ok(None);
        };
        let origin = base.origin();
        let origin = self.origin.as_deref().unwrap_or(&origin);
        self.read(
            self.moved(server.url),
            Some(origin),
            std::slice::from_ref(server),
        )
        .map(Some)
    }

    /// What a name stands for where an operation with these servers is called. What a URL does not name stays unset, so
    /// that a signature does not take the region of a URL that is not called.
    pub(super) fn value(&self, servers: &'static [Server], name: &str) -> Option<&str> {
        if let Some(value) = self.values.get(name) {
            return Some(value);
        }
        let (url, servers) = match (self.own_server(servers), &self.base_url) {
            (Some(own), _) => (own.url, std::slice::from_ref(own)),
            (None, Some(url)) => (url.as_str(), self.named(url)),
            (None, None) => {
                let server = self.server()?;
                (server.url, std::slice::from_ref(server))
            }
        };
        let named = url.contains(&format!("{{{name}}}"));
        named.then(|| servers.iter().find_map(|server| server.usual(name)))?
    }

    /// The chosen server; else the first that can be called.
    fn server(&self) -> Option<&Server> {
        match self.chosen {
            Some(index) => self.servers.get(index),
            None => self.servers.iter().find(|server| {
                self.origin.is_some()
                    || server.has_host()
                    || self.moved.iter().any(|(from, _)| from == server.url)
            }),
        }
    }

    /// The server of an operation, where it is not that of all.
    fn own_server(&self, servers: &'static [Server]) -> Option<&'static Server> {
        let first = servers.first()?;
        let moved = |server: &&Server| self.moved.iter().any(|(from, _)| from == server.url);
        if self.base_url.is_some() {
            return servers.iter().find(moved);
        }
        // What is chosen for all holds for an operation that offers it, too.
        let chosen = self.server().map(|server| server.url);
        match servers.iter().any(|server| Some(server.url) == chosen) {
            true => None,
            false => Some(first),
        }
    }

    /// The servers whose values hold in a URL of the user's: the one that it is, else all.
    fn named(&self, url: &str) -> &[Server] {
        match self.servers.iter().position(|server| server.url == url) {
            Some(index) => &self.servers[index..=index],
            None => &self.servers,
        }
    }

    fn moved<'a>(&'a self, url: &'a str) -> &'a str {
        let found = self.moved.iter().find(|(from, _)| from == url);
        found.map_or(url, |(_, to)| to)
    }

    fn read(
        &self,
        template: &str,
        origin: Option<&str>,
        servers: &[Server],
    ) -> Result<Base, BuildError> {
        self.expand(&absolute(template, origin)?, template, servers)
    }

    /// Puts values into a URL that was this text of the document or the user's.
    fn expand(&self, url: &str, written: &str, servers: &[Server]) -> Result<Base, BuildError> {
        let is_documented = servers.iter().any(|server| server.url == written);
        Base::read(url, |name| {
            let given = self.values.get(name).map(String::as_str);
            let usual = || servers.iter().find_map(|server| server.usual(name));
            let value = given.or_else(usual);
            // A URL of the user's may have more values than the document's.
            let only = servers.iter().filter(|_| is_documented);
            let only = only.filter_map(|server| server.only(name)).next();
            match (value, only) {
                (Some(value), Some(allowed)) if !allowed.contains(&value) => {
                    Err(BuildError::Value {
                        name: name.to_owned(),
                        value: value.to_owned(),
                        allowed,
                    })
                }
                (value, _) => Ok(value),
            }
        })
    }
}

/// A URL with a host: where it has none, from the origin (RFC 3986 §5.2). Names in braces stay, and come after a host,
/// so that no value can become one.
pub(super) fn absolute(template: &str, origin: Option<&str>) -> Result<String, BuildError> {
    if template.contains("://") || template.starts_with('{') {
        return Ok(template.to_owned());
    }
    let (scheme, rest) = match origin {
        Some(origin) => origin.split_once("://").ok_or(BuildError::BaseUrl {
            url: origin.to_owned(),
            reason: String::from("an origin begins with https:// or http:// and a host"),
        })?,
        None if template.starts_with("//") => ("https", ""),
        None => return Err(BuildError::NoOrigin(template.to_owned())),
    };
    if template.starts_with("//") {
        return Ok(format!("{scheme}:{template}"));
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if let Some(path) = template.strip_prefix('/') {
        return Ok(format!("{scheme}://{host}/{path}"));
    }
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for step in template.split('/') {
        match step {
            "." => {}
            ".." => drop(folders.pop()),
            step => folders.push(step),
        }
    }
    Ok(format!("{scheme}://{host}/{}", folders.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: Server = Server::new("https://{region}.h/v1", &[("region", "eu")])
        .allowed(&[("region", &["eu", "us"])]);
    const SANDBOX: Server = Server::new("https://sandbox.h", &[]);
    const FILES: &[Server] = &[Server::new(
        "https://files-{region}.h",
        &[("region", "main")],
    )];
    const BOTH: &[Server] = &[SANDBOX, MAIN];
    const RELATIVE: &[Server] = &[Server::new("/v2", &[])];

    /// The URL of a target at an operation with these servers, after a change of the settings.
    fn check(change: impl FnOnce(&mut Places), own: &'static [Server], expected: Option<&str>) {
        let mut places = Places {
            servers: vec![MAIN, SANDBOX],
            ..Places::default()
        };
        change(&mut places);
        let url = || {
            let base = places.base()?;
            let base = places.own(own, &base)?.unwrap_or(base);
            let uri = base.join(&http::Uri::from_static("/t"));
            Ok::<_, BuildError>(uri.expect("a URI").to_string())
        };
        assert_eq!(url().ok().as_deref(), expected, "{places:?}");
    }

    fn set(name: &str, value: &str) -> impl FnOnce(&mut Places) {
        let (name, value) = (name.to_owned(), value.to_owned());
        move |places| drop(places.values.insert(name, value))
    }

    #[test]
    fn operations_are_called_where_their_servers_are() {
        check(|_| (), &[], Some("https://eu.h/v1/t"));
        check(|_| (), FILES, Some("https://files-main.h/t"));
        check(set("region", "us"), FILES, Some("https://files-us.h/t"));
        check(|_| (), BOTH, Some("https://eu.h/v1/t"));
        check(
            |places| places.chosen = Some(1),
            BOTH,
            Some("https://sandbox.h/t"),
        );
        check(
            |places| places.chosen = Some(1),
            &[],
            Some("https://sandbox.h/t"),
        );
        check(|places| places.chosen = Some(2), &[], None);
        check(|_| (), RELATIVE, Some("https://eu.h/v2/t"));
    }

    #[test]
    fn one_base_url_leads_everything_elsewhere() {
        let proxy =
            |places: &mut Places| places.base_url = Some(String::from("http://localhost:1/p"));
        for own in [&[][..], FILES, BOTH, RELATIVE] {
            check(proxy, own, Some("http://localhost:1/p/t"));
        }
        let also = |places: &mut Places| {
            proxy(places);
            places.moved = vec![(FILES[0].url.to_owned(), String::from("http://localhost:2"))];
        };
        check(also, FILES, Some("http://localhost:2/t"));
        check(also, RELATIVE, Some("http://localhost:1/p/t"));
    }

    #[test]
    fn values_outside_of_an_enum_are_refused_at_documented_urls() {
        check(set("region", "mars"), &[], None);
        check(set("region", "mars"), FILES, None);
        check(
            |places| {
                set("region", "mars")(places);
                places.base_url = Some(String::from("https://{region}.other"));
            },
            &[],
            Some("https://mars.other/t"),
        );
    }

    #[test]
    fn urls_without_a_host_lead_from_the_origin() {
        let relative = |url: &'static str, origin: Option<&str>| {
            let origin = origin.map(str::to_owned);
            move |places: &mut Places| {
                places.servers = vec![Server::new(url, &[("v", "v9")])];
                places.origin = origin;
            }
        };
        let origin = Some("https://o:8/docs/openapi.json");
        for (url, origin, expected) in [
            ("/", origin, Some("https://o:8/t")),
            ("/v1/", origin, Some("https://o:8/v1/t")),
            ("/{v}", origin, Some("https://o:8/v9/t")),
            ("v1", origin, Some("https://o:8/docs/v1/t")),
            ("./v1", origin, Some("https://o:8/docs/v1/t")),
            ("../v1", origin, Some("https://o:8/v1/t")),
            ("../../../v1", origin, Some("https://o:8/v1/t")),
            ("", origin, Some("https://o:8/docs/t")),
            ("//h/v1", Some("http://o"), Some("http://h/v1/t")),
            ("//h/v1", None, Some("https://h/v1/t")),
            ("https://h", origin, Some("https://h/t")),
            ("/v1", None, None),
            ("/v1", Some("o"), None),
        ] {
            check(relative(url, origin), &[], expected);
        }
    }

    #[test]
    fn a_value_cannot_become_a_host() {
        for evil in ["/evil.h", "//evil.h", "x@evil.h", "x/../.."] {
            let mut places = Places {
                servers: vec![Server::new("/{v}", &[])],
                origin: Some(String::from("https://o")),
                ..Places::default()
            };
            set("v", evil)(&mut places);
            if let Ok(base) = places.base() {
                let uri = base.join(&http::Uri::from_static("/t")).expect("a URI");
                assert_eq!(uri.host(), Some("o"), "{evil}");
            }
        }
    }

    #[test]
    fn values_are_those_of_the_url_that_is_called() {
        let places = Places {
            servers: vec![MAIN, SANDBOX],
            ..Places::default()
        };
        assert_eq!(places.value(&[], "region"), Some("eu"));
        assert_eq!(places.value(FILES, "region"), Some("main"));
        let sandbox = Places {
            chosen: Some(1),
            ..places
        };
        assert_eq!(sandbox.value(&[], "region"), None);
    }
}
