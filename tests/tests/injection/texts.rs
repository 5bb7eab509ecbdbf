//! The texts of the two documents: for each kind of text a harmless one and one that tries to be something else.
//!
//! Both make the same identifiers, so that everything that is emitted must be the same but for what stands in literals and
//! comments.

/// Everything that ends, begins or escapes something in Rust, in its comments, in Markdown, HTML, TOML or format strings.
const HARM: &str = "\u{202e}\u{ad}\"\"\" \" ' ` \\ \\\" \"# \"## \"########## r#\"x\"# br#\"x\"# c\"x\" */ /* /** // /// //! { } {{ }} {0} {x:?} $x ${x} \
    ${{ x }} {% x %} {# x #} #{x} #![deny(x)] #[test] #[cfg(any())] include!(\"/etc/passwd\") ../../../etc/passwd ]]> '''\"\"\"\n\
    \r\n```\ncompile_error!(\"code\");\n```\n\n    compile_error!(\"indented\")\n\n~~~rust\npanic!()\n~~~\n```ignore\nx\n```\n```{.rust}\nx\n```\n\
    </x> <script>alert(1)</script> <b> <!-- --> --> &lt; &#0; [x] [x](y) [x]: z ![x](y) [`Vec`] [crate::x!] <https://h> http://h \
    [a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) <javascript:alert(1)> [c](data:text/html,x) [d](file:///etc/passwd) [e]: javascript:x\n\
    [f](<java\nscript:x>) [g](vbscript:x) [h](#x) [i](struct@Vec) [`crate`] [self::x()] <a href=javascript:x>y</a> <img src=x onerror=x>\n\
    \\u{41} \\x41 \\n \\0 %s %00 %n !!python/object &x *x \0 \u{1} \u{8} \u{b} \u{c} \u{1b}[31m \u{1b}]8;;x\u{7} \u{7f} \u{85} \u{9b}2J \u{ad} \
    \u{200b} \u{200e} \u{202a} \u{202e} \u{2028} \u{2029} \u{2066} \u{2069} \u{feff} \u{fff9} \u{e0041} \u{61c}\n::error::x\n##[error]x\n\
    ); } fn evil() {} mod evil {} \"; compile_error!(\"string\"); \" \n# Panics\n\n# Safety\n\n- a\n  - b\n\n| a |\n|---|\n| b |\n\n===\n\\";

/// One side of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    Harmless,
    Hostile,
}

impl Texts {
    fn either(self, harmless: impl Into<String>, hostile: impl Into<String>) -> String {
        match self {
            Self::Harmless => harmless.into(),
            Self::Hostile => hostile.into(),
        }
    }

    /// Text for people: descriptions, titles, examples, defaults.
    pub(crate) fn text(self) -> String {
        // As many lines of a comment: files are divided by their lengths.
        let lines = generator::render::doors::commonmark::lines(HARM).len();
        let rest = "\n\nMore.".repeat(lines / 2);
        self.either(format!("Some text.{rest}"), HARM)
    }

    /// A value that is text without line breaks.
    pub(crate) fn line(self) -> String {
        self.either(
            "a* less x greater x ming",
            "a\"#{}*/ \\ ' ` </x> ${x} \u{1b}\u{202e} 名",
        )
    }

    /// A name that may hold anything, and becomes an identifier of this word.
    pub(crate) fn name(self, word: &str) -> String {
        self.either(
            format!("{word}* less x greater error percent s error"),
            format!("\"#[{word}*/\u{202e}\u{0}</x>\r\n::error::\u{9b}%s##[error]\u{2028}'`;\\"),
        )
    }

    /// A name in an expression or a pair of braces.
    pub(crate) fn inner(self, word: &str) -> String {
        self.either(format!("{word} x"), format!("\"[{word}(\u{202e}\r\n'`;x\\"))
    }

    /// A name that layout makes words of.
    pub(crate) fn group(self, word: &str) -> String {
        self.either(
            format!("{word} x"),
            format!("\"#}}{word}\u{202e}\r\n(x)../`"),
        )
    }

    /// The title of a schema that names a variant.
    pub(crate) fn title(self, word: &str) -> String {
        self.either(
            format!("{word}* less x greater"),
            format!("{word}\"#}}*/\u{202e}\r\n</x>`"),
        )
    }

    /// A scope of OAuth.
    pub(crate) fn scope(self) -> String {
        self.either("read x", "\"#{}read*/ \\ ' ` </x> ${\u{1b}\u{202e}")
    }

    /// A token of HTTP (RFC 9110 section 5.6.2): a name of a header or cookie.
    pub(crate) fn token(self, word: &str) -> String {
        self.either(format!("{word}*x"), format!("{word}*#$'.^_`|~!x"))
    }

    /// A name of a component.
    pub(crate) fn component(self, word: &str) -> String {
        self.either(format!("{word}-x"), format!("{word}..-__.-x-."))
    }

    /// The literal part of a path.
    pub(crate) fn segment(self, word: &str) -> String {
        self.either(format!("{word}-x"), format!("{word}\"~`'\\);(x;.."))
    }

    /// A name or value of the fixed query of a path.
    pub(crate) fn query(self, word: &str) -> String {
        self.either(format!("{word}-x"), format!("{word}\"'`;\\(x"))
    }

    /// What stands behind the host of a URL.
    pub(crate) fn url(self, word: &str) -> String {
        self.either(
            format!("https://h.example/{word}"),
            format!("https://h.example/{word}/\"#)*/</x>`$x%00'(;\\\u{202e}"),
        )
    }

    /// A regular expression that a client and a server can run.
    pub(crate) fn pattern(self) -> String {
        self.either("^a$", "^[\"'`\\\\}{*/#]+\"#\\}\\{$")
    }

    /// A media type of JSON.
    pub(crate) fn media(self) -> String {
        self.either(
            "application/vnd.a+json; a=b",
            "application/vnd.a+json; a=\"b\\\"#/ {}\"",
        )
    }

    /// A number or word that no type has a form for.
    pub(crate) fn format(self) -> String {
        self.either("odd", "\"#]odd*/\u{202e}\r\n`")
    }
}

/// A token of a JSON pointer (RFC 6901).
pub(crate) fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
