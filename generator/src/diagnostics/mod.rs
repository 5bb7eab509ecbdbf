//! What the generator has to say about its input.
//!
//! In: findings of every stage, each with a stable code and a place in a source text. Out: one list in document order, and its
//! renderings for people, for machines and for code review. This module must not know what a document means.

mod annotation;
mod code;
pub mod codes;
mod collect;
mod diagnostic;
mod excerpt;
mod explanations;
mod levels;
mod render;
mod sources;
mod visible;

#[cfg(feature = "diff")]
pub(crate) use annotation::{Annotation, Urgency};
pub use code::{Code, Severity};
pub use collect::Diagnostics;
pub use diagnostic::{Diagnostic, Related};
pub use excerpt::Excerpt;
pub use levels::{Level, Levels};
pub use render::{Format, render};
pub use sources::{FileId, Position, Source, Sources, Span};
pub use visible::{uncommanding, visible, visible_json, visible_lines};
