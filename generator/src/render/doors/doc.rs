//! Doc comments.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::commonmark;

/// A doc comment under construction: paragraphs of a document's text and of the generator's own.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    lines: Vec<String>,
}

/// A doc comment made of texts of a document, each a paragraph or more of `CommonMark`.
#[must_use]
pub fn doc(texts: &[&str]) -> TokenStream {
    texts
        .iter()
        .fold(Doc::default(), |doc, text| doc.markdown(text))
        .attributes()
}

impl Doc {
    /// Adds `CommonMark` of a document, made harmless.
    #[must_use]
    pub fn markdown(mut self, text: &str) -> Self {
        self.paragraph(commonmark::lines(text));
        self
    }

    /// Adds text of a document that is no `CommonMark` (a title, a name) as a paragraph.
    #[must_use]
    pub fn plain(mut self, text: &str) -> Self {
        self.paragraph(commonmark::plain(text));
        self
    }

    /// Adds a paragraph of the generator's own words. Text of a document must stand in
    /// [`code`] inside it.
    #[must_use]
    pub fn own(mut self, text: impl Into<String>) -> Self {
        self.paragraph(vec![text.into()]);
        self
    }

    /// Adds a list of the generator's own words, an item a line, as [`own`](Self::own).
    #[must_use]
    pub fn list(mut self, items: impl IntoIterator<Item = String>) -> Self {
        self.paragraph(items.into_iter().map(|item| format!("- {item}")).collect());
        self
    }

    /// Whether nothing has been said yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines, without comment signs.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// One `#[doc]` attribute per line.
    #[must_use]
    pub fn attributes(&self) -> TokenStream {
        self.lines
            .iter()
            .map(|line| {
                let line = if line.is_empty() {
                    Literal::string("")
                } else {
                    Literal::string(&format!(" {line}"))
                };
                quote!(#[doc = #line])
            })
            .collect()
    }

    fn paragraph(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
    }
}

/// A code span that holds any text of a document.
#[must_use]
pub fn code(text: &str) -> String {
    commonmark::code_span(&commonmark::visible(text).replace('\n', " "))
}
