//! The keywords that a change can be about.

macro_rules! keywords {
    ($($variant:ident = $name:literal, $noun:literal;)*) => {
        /// A keyword of a schema, or a part of an API that changes like one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Keyword { $(#[doc = $noun] $variant,)* }

        impl Keyword {
            /// Every keyword.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in ids.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it is, for sentences.
            pub(crate) fn noun(self) -> &'static str {
                match self { $(Self::$variant => $noun,)* }
            }
        }
    };
}

keywords! {
    Schema = "schema", "the schema";
    Type = "type", "the type";
    Null = "null", "whether null is accepted";
    Enum = "enum", "the list of values";
    ExtensibleEnum = "extensible-enum", "the open list of known values";
    Format = "format", "the format";
    Minimum = "minimum", "the smallest number";
    Maximum = "maximum", "the greatest number";
    MultipleOf = "multiple-of", "the step of numbers";
    MinLength = "min-length", "the least length";
    MaxLength = "max-length", "the greatest length";
    Pattern = "pattern", "the pattern";
    Content = "content-encoding", "the encoding or media type of a text";
    MinItems = "min-items", "the least number of items";
    MaxItems = "max-items", "the greatest number of items";
    UniqueItems = "unique-items", "whether items may repeat";
    Items = "items", "the schema of items";
    Contains = "contains", "what a list must contain";
    Property = "property", "a property";
    Required = "required", "whether a property must be there";
    AdditionalProperties = "additional-properties", "what other properties may hold";
    PatternProperties = "pattern-properties", "what properties of a pattern may hold";
    PropertyNames = "property-names", "what properties may be called";
    MinProperties = "min-properties", "the least number of properties";
    MaxProperties = "max-properties", "the greatest number of properties";
    DependentRequired = "dependent-required", "which properties ask for others";
    DependentSchemas = "dependent-schemas", "which properties bring a further schema";
    Unevaluated = "unevaluated", "what remains for other members";
    OneOf = "one-of", "that exactly one alternative holds";
    Alternative = "alternative", "an alternative";
    Not = "not", "what is excluded";
    Condition = "condition", "a condition";
    Discriminator = "discriminator", "the discriminator";
    Xml = "xml", "the XML form";
    Default = "default", "the default";
    Deprecated = "deprecated", "the deprecation";
    ReadOnly = "read-only", "whether only responses carry it";
    WriteOnly = "write-only", "whether only requests carry it";
}
