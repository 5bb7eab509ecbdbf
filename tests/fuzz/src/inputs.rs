//! How the bytes of an input are shared out.

/// The first byte, which chooses, and the rest.
pub(crate) fn choice(data: &[u8]) -> (u8, &[u8]) {
    data.split_first()
        .map_or((0, data), |(first, rest)| (*first, rest))
}

/// One of several, by a byte. Letters and digits count from `a` and `0`, so that seeds can be read.
pub(crate) fn pick<T>(of: &[T], by: u8) -> &T {
    let number = match by {
        b'a'..=b'z' => by - b'a',
        b'0'..=b'9' => by - b'0',
        other => other,
    };
    &of[usize::from(number) % of.len()]
}

/// What stands before and behind the first line that is `---8<---`; nothing behind where there is none.
pub(crate) fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    const SCISSORS: &[u8] = b"---8<---\n";
    let cut = data
        .windows(SCISSORS.len())
        .position(|window| window == SCISSORS);
    cut.map_or((data, b""), |at| {
        (&data[..at], &data[at + SCISSORS.len()..])
    })
}

/// The text of bytes, whatever they are.
pub(crate) fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}
