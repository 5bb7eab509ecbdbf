//! Identifiers.

use proc_macro2::{Ident, Span};

/// The identifier for a name that `resolve` has settled.
///
/// Keywords become raw identifiers; the four words that cannot be raw, and `_`, get an
/// underscore behind them. What is no identifier at all has its illegal characters replaced by
/// underscores, so that no text can break out of its place.
#[must_use]
pub fn ident(name: &str) -> Ident {
    match name {
        "self" | "Self" | "super" | "crate" | "_" => {
            return Ident::new(&format!("{name}_"), Span::call_site());
        }
        // A keyword since the 2024 edition, which `syn` does not count among them.
        "gen" => return Ident::new_raw(name, Span::call_site()),
        _ => {}
    }
    let plain = name.strip_prefix("r#").unwrap_or(name);
    if let Ok(ident) = syn::parse_str::<Ident>(plain) {
        return ident;
    }
    if let Ok(ident) = syn::parse_str::<Ident>(&format!("r#{plain}")) {
        return ident;
    }
    Ident::new(&legal(plain), Span::call_site())
}

/// The name with everything but ASCII letters, digits and underscores replaced.
fn legal(name: &str) -> String {
    let mut legal: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if !legal.starts_with(|c: char| c.is_ascii_alphabetic()) {
        legal.insert_str(0, "n_");
    }
    legal
}

#[cfg(test)]
mod tests {
    use super::ident;

    #[test]
    fn names_become_identifiers() {
        for (name, expected) in [
            ("image_id", "image_id"),
            ("Job", "Job"),
            ("镜像", "镜像"),
            ("type", "r#type"),
            ("r#type", "r#type"),
            ("gen", "r#gen"),
            ("try", "r#try"),
            ("self", "self_"),
            ("Self", "Self_"),
            ("super", "super_"),
            ("crate", "crate_"),
            ("_", "__"),
            ("", "n_"),
            ("1st", "n_1st"),
            ("a b", "a_b"),
            ("a; fn x() {}", "a__fn_x_____"),
            ("\u{202e}x", "n__x"),
        ] {
            assert_eq!(ident(name).to_string(), expected, "{name:?}");
        }
    }
}
