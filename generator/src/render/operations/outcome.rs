//! What an outcome looks like in Rust: nothing, a payload, a struct or an enum.
//!
//! Comes in: the replies of the model. Goes out: one decision, so that the types people read, the client that decodes
//! them and the server that encodes them cannot disagree. It knows no types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Content, Header, Media, Outcome, Payload, Reply, Status, Type};

/// How the documented successes of an operation are handed over.
pub(crate) enum Success<'a> {
    /// As `()`: there is nothing to tell.
    Unit,
    /// As what the only reply carries.
    Payload(&'a Payload),
    /// As a struct: the only reply carries headers or may have one of several statuses.
    Struct(&'a Reply),
    /// As an enum with a variant per reply.
    Enum(&'a [Reply]),
}

impl<'a> Success<'a> {
    /// Decides for one outcome.
    pub(crate) fn of(outcome: &'a Outcome) -> Self {
        match outcome.replies.as_slice() {
            [] => Self::Unit,
            [reply] => match Carried::by(reply) {
                Carried::Nothing => Self::Unit,
                Carried::Payload(payload) => Self::Payload(payload),
                Carried::Fields { .. } => Self::Struct(reply),
            },
            replies => Self::Enum(replies),
        }
    }
}

/// What one reply carries.
pub(crate) enum Carried<'a> {
    /// Nothing beyond its status.
    Nothing,
    /// A payload alone.
    Payload(&'a Payload),
    /// Several things, each with a name.
    Fields {
        /// The status is one of a range.
        status: bool,
        /// The payload, in the field `body`.
        payload: Option<&'a Payload>,
        /// Documented headers.
        headers: &'a [Header],
    },
}

impl<'a> Carried<'a> {
    /// Decides for one reply.
    pub(crate) fn by(reply: &'a Reply) -> Self {
        let status = !matches!(reply.status, Status::Code(_));
        match &reply.payload {
            None if !status && reply.headers.is_empty() => Self::Nothing,
            Some(payload) if !status && reply.headers.is_empty() => Self::Payload(payload),
            payload => Self::Fields {
                status,
                payload: payload.as_ref(),
                headers: &reply.headers,
            },
        }
    }
}

/// Whether a media type is handed over as a stream, of bytes or of items.
pub(crate) fn is_streamed(media: Media) -> bool {
    matches!(media, Media::Bytes | Media::EventStream | Media::JsonLines)
}

/// Whether a content can be used only once: a stream, or a form with files.
pub(crate) fn is_spent(content: &Content) -> bool {
    is_streamed(content.media)
        || content.media == Media::Multipart
            && content.form.as_ref().is_none_or(|form| form.has_files())
}

/// Whether what a success carries can be used only once.
pub(crate) fn spends(outcome: &Outcome) -> bool {
    let mut payloads = outcome
        .replies
        .iter()
        .filter_map(|reply| reply.payload.as_ref());
    payloads.any(is_spent)
}

/// What lets variants differ in size: what they hold is the document's choice, and a box around it would be in the way.
pub(crate) fn differing_sizes<'a>(
    contents: impl IntoIterator<Item = &'a Content>,
) -> Option<TokenStream> {
    let structured = |content: &Content| {
        matches!(content.value.ty, Type::Named(_) | Type::Nullable(_))
            || content.form.is_some()
            || content.items.is_some()
    };
    contents.into_iter().any(structured).then(
        || quote!(#[allow(clippy::large_enum_variant, reason = "the document chooses what variants hold")]),
    )
}
