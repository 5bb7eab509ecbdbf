//! Names of modules.

use heck::ToSnakeCase;

/// Names that files refer to: modules that they import, crates, and types of the language, which
/// a module of the name would hide.
const TAKEN: &[&str] = &[
    "access",
    "alloc",
    "body",
    "bool",
    "bytes",
    "char",
    "client",
    "core",
    "credentials",
    "details",
    "error",
    "f32",
    "f64",
    "forms",
    "generator_runtime",
    "http",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "json",
    "multipart",
    "operations",
    "params",
    "parameters",
    "places",
    "schemes",
    "security",
    "serde",
    "serde_json",
    "server",
    "std",
    "str",
    "stream",
    "types",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "validate",
    "values",
    "wire",
    "xml",
];

/// Names that Windows has for devices: no file is called so there, whatever its ending.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
pub(crate) fn is_device(name: &str) -> bool {
    let port = |kind| {
        let number = name.strip_prefix(kind).and_then(|rest| rest.parse().ok());
        number.is_some_and(|number: u8| number < 10)
    };
    matches!(name, "aux" | "con" | "nul" | "prn") || port("com") || port("lpt")
}

/// Longest name of a file, without its ending.
const LONGEST: usize = 64;

/// A name that is an identifier, and that of a file on every file system: lower-case ASCII. Empty when nothing of the
/// text can be kept.
pub(crate) fn module_name(text: &str) -> String {
    let name: String = text
        .to_snake_case()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .take(LONGEST)
        .collect();
    let name = name.trim_matches('_');
    if name.is_empty() {
        return String::new();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("n{name}");
    }
    // `gen` is a keyword since the 2024 edition, which `syn` does not know.
    let taken = TAKEN.contains(&name) || is_device(name) || name == "gen";
    if taken || syn::parse_str::<syn::Ident>(name).is_err() {
        return format!("{name}_group");
    }
    name.to_owned()
}

/// Whether a word says the same as the one before it, perhaps in the other number.
pub(crate) fn repeats(before: &str, word: &str) -> bool {
    before.trim_end_matches('s') == word.trim_end_matches('s')
}

#[cfg(test)]
mod tests {
    use super::{module_name, repeats};

    #[test]
    fn names_of_modules_are_legal_everywhere() {
        for (text, expected) in [
            ("Book Poster", "book_poster"),
            ("image-groups", "image_groups"),
            ("type", "type_group"),
            ("gen", "gen_group"),
            ("std", "std_group"),
            ("client", "client_group"),
            ("1st", "n1st"),
            ("Con", "con_group"),
            ("aux", "aux_group"),
            ("NUL.txt", "nul_txt"),
            ("COM1", "com1_group"),
            ("lpt9", "lpt9_group"),
            ("com10", "com10"),
            ("com", "com"),
            ("镜像", ""),
            ("../x", "x"),
            ("_", ""),
        ] {
            assert_eq!(module_name(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_do_not_tell_words_apart() {
        assert!(repeats("books", "book"));
        assert!(repeats("book", "books"));
        assert!(!repeats("book", "page"));
    }
}
