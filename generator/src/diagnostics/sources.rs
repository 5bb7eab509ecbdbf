//! The texts that diagnostics point into, and where a byte of them is for a reader.

use std::sync::{Arc, OnceLock};

/// The number of a file in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

impl FileId {
    /// The number of the same file behind so many others; nothing where there are too many.
    pub(super) fn behind(self, others: usize) -> Option<Self> {
        let number = usize::from(self.0).checked_add(others)?;
        u16::try_from(number).ok().map(Self)
    }
}

/// A range of bytes in one file; `end` is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset behind the last byte.
    pub end: u32,
}

/// A place for a reader, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

/// One text and the name it was given under.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
    /// Characters before each block of the text: a line may be as long as the text, and thousands of places be in it.
    characters: OnceLock<Vec<usize>>,
}

/// Bytes of a block.
const BLOCK: usize = 4096;

/// How many characters begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

impl Source {
    /// The path or name as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of the byte at `offset`; offsets behind the end count as the end.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.line_start(line);
        let end = self.boundary(offset as usize);
        let column = self.before(end).saturating_sub(self.before(start)) + 1;
        Position {
            line: line + 1,
            column,
        }
    }

    /// The characters before an offset.
    fn before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let mut sum = 0;
            let mut blocks = vec![0];
            for block in bytes.chunks(BLOCK) {
                sum += characters(block);
                blocks.push(sum);
            }
            blocks
        });
        let block = offset / BLOCK;
        blocks[block] + characters(&bytes[block * BLOCK..offset])
    }

    /// The index, from zero, of the line that holds the byte at `offset`.
    pub(super) fn line_of(&self, offset: u32) -> usize {
        self.lines()
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// The byte offset at which the line of this index begins, or the length of the text.
    pub(super) fn line_start(&self, line: usize) -> usize {
        self.lines()
            .get(line)
            .map_or(self.text.len(), |start| *start as usize)
    }

    /// The nearest character boundary at or before `offset`.
    pub(super) fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            // A carriage return alone ends a line as well, in YAML as in editors.
            let ends = |at: usize, byte: u8| {
                byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')
            };
            let breaks = self
                .text
                .bytes()
                .enumerate()
                .filter(|(at, byte)| ends(*at, *byte));
            std::iter::once(0)
                .chain(breaks.map(|(index, _)| index as u32 + 1))
                .collect()
        })
    }
}

/// All texts of a run. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Adds a text and gives its number, or nothing when there are 65,536 already.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> Option<FileId> {
        let id = FileId(u16::try_from(self.0.len()).ok()?);
        self.0.push(Arc::new(Source {
            name: name.into(),
            text: text.into(),
            lines: OnceLock::new(),
            characters: OnceLock::new(),
        }));
        Some(id)
    }

    /// Adds all texts of another run; gives the number of texts that stand before them.
    pub(super) fn append(&mut self, other: Self) -> usize {
        let first = self.0.len();
        self.0.extend(other.0);
        first
    }

    /// The text with this number.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.0.get(usize::from(file.0)).map(|source| &**source)
    }

    /// A shared handle on the text with this number.
    pub fn share(&self, file: FileId) -> Option<Arc<Source>> {
        self.0.get(usize::from(file.0)).cloned()
    }

    /// The line and column at which a span begins.
    pub fn position(&self, span: Span) -> Option<Position> {
        Some(self.get(span.file)?.position(span.start))
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "é: 1\r\n名前: x\n").unwrap();
        let check = |offset, line, column| {
            assert_eq!(
                sources.get(file).unwrap().position(offset),
                Position { line, column },
                "offset {offset}"
            );
        };
        check(0, 1, 1);
        check(2, 1, 2);
        check(1, 1, 1);
        check(7, 2, 1);
        check(13, 2, 3);
        check(17, 3, 1);
        check(9999, 3, 1);
        let file = sources.add("b.yaml", "a: 1\rb: 2\r\rc").unwrap();
        let line = |offset| sources.get(file).unwrap().position(offset).line;
        assert_eq!([0, 4, 5, 9, 10, 11].map(line), [1, 1, 2, 2, 3, 4]);
    }
}
