//! Base URLs of an API.

/// A base URL with variables in braces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// Template as written, `https://ims.{region}.example.com`.
    pub url: String,
    /// Identifier of the variant that chooses it.
    pub ident: String,
    /// `CommonMark`.
    pub description: Option<String>,
    /// Variables in document order.
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// Whether the URL says which host it is; a URL that does not leads from wherever the document is.
    #[must_use]
    pub fn has_host(&self) -> bool {
        self.url.contains("://") || self.url.starts_with("//") || self.url.starts_with('{')
    }

    /// The path that it begins the paths of operations with, where variables have their defaults: without a slash at its
    /// end, empty for none; `None` when a variable has no default.
    #[must_use]
    pub fn base_path(&self) -> Option<String> {
        let path = match self.url.split_once("//") {
            Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
            None => self.url.as_str(),
        };
        let mut path = path.trim_start_matches('.').to_owned();
        for variable in &self.variables {
            let name = format!("{{{}}}", variable.name);
            if path.contains(&name) {
                path = path.replace(&name, variable.default.as_deref()?);
            }
        }
        let path = path.trim_matches('/');
        Some(match path {
            "" => String::new(),
            path => format!("/{path}"),
        })
    }
}

/// A variable of a base URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerVariable {
    /// Name inside the braces.
    pub name: String,
    /// Identifier of the setter.
    pub ident: String,
    /// Value used when none is given; `None` when one must be.
    pub default: Option<String>,
    /// Allowed values; empty when any is.
    pub values: Vec<String>,
    /// `CommonMark`.
    pub description: Option<String>,
}
