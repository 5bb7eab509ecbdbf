//! HTML is reduced to its text.

use super::writer::Writer;

/// HTML elements; other things in angle brackets are placeholders and stay visible.
const ELEMENTS: &str = "\
    a abbr article aside b big blockquote body br button caption center cite code col \
    colgroup dd del details div dl dt em font footer form h1 h2 h3 h4 h5 h6 head \
    header hr html i iframe img input ins kbd label li link main mark meta nav object \
    ol p pre q s samp script section small span strike strong style sub summary sup \
    svg table tbody td tfoot th thead tr tt u ul var video";

impl Writer {
    /// HTML is reduced to its text.
    pub(super) fn html_block(&mut self) {
        let Some(html) = self.html.take() else { return };
        let mut rest = html.as_str();
        while let Some(start) = rest.find('<') {
            self.html_text(&rest[..start]);
            rest = &rest[start..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            match rest.find('>') {
                Some(end) => {
                    self.inline_html(&rest[..=end]);
                    rest = &rest[end + 1..];
                }
                None => break,
            }
        }
        self.html_text(rest);
        self.flush();
        self.gap = true;
    }

    pub(super) fn html_text(&mut self, text: &str) {
        let text = text
            .replace("&nbsp;", " ")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        let words: Vec<&str> = text.split_whitespace().collect();
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        if !words.is_empty() {
            self.text(&words.join(" "));
            if text.ends_with(char::is_whitespace) {
                self.space();
            }
        }
    }

    pub(super) fn space(&mut self) {
        if !self.begun && !self.inline.is_empty() && !self.inline.ends_with([' ', '\n']) {
            self.inline.push(' ');
        }
    }

    /// A tag: markup that has a counterpart is kept, what is no HTML is shown as it is.
    pub(super) fn inline_html(&mut self, html: &str) {
        if html.starts_with("<!") || html.starts_with("<?") {
            return;
        }
        let inner = html.trim_start_matches(['<', '/']);
        let end = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let element = inner[..end].to_ascii_lowercase();
        let separated = inner[end..].starts_with(['>', '/', ' ', '\n']) || inner.len() == end;
        if !separated || !ELEMENTS.split_whitespace().any(|known| known == element) {
            return self.text(html);
        }
        match element.as_str() {
            "br" if self.inline.trim().is_empty() => {}
            "br" => self.break_line(true),
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table"
            | "li" | "tr" | "dt" | "dd" | "blockquote" | "pre" | "hr" | "section"
                if self.table.is_none() && self.links.is_empty() && self.heading.is_none() =>
            {
                self.flush();
                self.gap = true;
            }
            "td" | "th" => self.space(),
            _ => {}
        }
    }
}
