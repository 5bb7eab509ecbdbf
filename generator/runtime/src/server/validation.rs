//! How much of a document a server holds its callers to.

/// What is checked of requests before the handler sees them.
///
/// Types are always checked: what cannot be read into the inputs of an operation is refused with all that is wrong with
/// it. Limits – lengths, ranges, patterns, lists of values – can be left to the handler. Documents are often stricter
/// than the service that they describe: clients in the field send what the service takes. And services have an error of
/// their own for each broken limit, which only the handler can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Validation {
    /// Types and limits.
    #[default]
    Strict,
    /// Types only; the handler must expect any value of them.
    Types,
}
