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

    /// The paths that it begins the paths of operations with: without a slash at their end, empty for none. One for each
    /// value of its variables that is known, up to a limit; none when a variable has no value.
    #[must_use]
    pub fn base_paths(&self) -> Vec<String> {
        let path = match self.url.split_once("//") {
            Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
            None => self.url.as_str(),
        };
        let mut paths = vec![path.trim_start_matches('.').to_owned()];
        for variable in &self.variables {
            let name = format!("{{{}}}", variable.name);
            if !path.contains(&name) {
                continue;
            }
            let mut values: Vec<&str> = variable.default.as_deref().into_iter().collect();
            for value in &variable.values {
                if !values.contains(&value.as_str()) && paths.len() * values.len() < MAX_PATHS {
                    values.push(value);
                }
            }
            let each = |path: &String| {
                let replaced = values.iter().map(|value| path.replace(&name, value));
                replaced.collect::<Vec<_>>()
            };
            paths = paths.iter().flat_map(each).collect();
        }
        let trimmed = paths.iter().map(|path| match path.trim_matches('/') {
            "" => String::new(),
            path => format!("/{path}"),
        });
        trimmed.collect()
    }
}

/// So many base paths are listed at most, whatever a document says.
const MAX_PATHS: usize = 32;

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
