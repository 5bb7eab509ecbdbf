//! Pages: how a list that comes in parts is read to its end.

use super::TypeId;

/// How to get all pages of a list (`x-pages`).
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Index of the operation that answers with a page.
    pub operation: usize,
    /// Identifier of the method of a call that gives all pages, unique among its setters.
    pub ident: String,
    /// Index of the parameter that chooses the page.
    pub request: usize,
    /// Index of the parameter that says how many items a page may have.
    pub size: Option<usize>,
    /// How the next page is found.
    pub style: PageStyle,
    /// The items of a page.
    pub items: PagePath,
}

/// How the next page is found.
#[derive(Clone, Debug, PartialEq)]
pub enum PageStyle {
    /// The answer says where it begins.
    Token(PagePath),
    /// Pages are counted from 1; the answer may say how many items there are on all pages.
    Number(Option<PagePath>),
}

/// Where a value stands in the answer with a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PagePath {
    /// JSON pointer.
    pub pointer: String,
    /// The members that lead there: an object and the index of one of its fields.
    pub steps: Vec<(TypeId, usize)>,
}
