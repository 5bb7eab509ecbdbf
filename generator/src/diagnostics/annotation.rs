//! One finding → a line that GitHub shows beside the code: a workflow command.

use std::fmt;

use super::Position;

/// How loudly it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    Error,
    Warning,
    Notice,
}

/// A workflow command, in the form of GitHub's documentation; displayed without a line break.
pub(crate) struct Annotation<'a> {
    pub(crate) urgency: Urgency,
    /// The file, and where in it.
    pub(crate) place: Option<(&'a str, Option<Position>)>,
    pub(crate) title: &'a str,
    pub(crate) message: &'a str,
}

impl fmt::Display for Annotation<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = |text: &str| {
            text.replace('%', "%25")
                .replace('\r', "%0D")
                .replace('\n', "%0A")
        };
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let command = match self.urgency {
            Urgency::Error => "error",
            Urgency::Warning => "warning",
            Urgency::Notice => "notice",
        };
        write!(formatter, "::{command} ")?;
        if let Some((file, position)) = self.place {
            write!(formatter, "file={},", property(file))?;
            if let Some(position) = position {
                write!(formatter, "line={},col={},", position.line, position.column)?;
            }
        }
        write!(
            formatter,
            "title={}::{}",
            property(self.title),
            data(self.message)
        )
    }
}
