"""Reads requests off a socket as they are: HTTP/1.1, byte by byte, nothing normalised."""

from io import BufferedIOBase

from canonical import Request

# What is read at most.
MAX_HEAD = 64 * 1024
MAX_BODY = 16 * 1024 * 1024


class Malformed(Exception):
    """Why bytes are no request."""


def read(stream: BufferedIOBase, answer: BufferedIOBase) -> Request | None:
    """The next request of a connection, or nothing when there is none. Writes to ``answer`` only to ask for a body."""
    line = _line(stream, MAX_HEAD)
    if line is None:
        return None
    method, _, rest = line.partition(b" ")
    # From the right, so that a target that should have been encoded is seen as it is.
    target, _, version = rest.rpartition(b" ")
    if not method or not target or version not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise Malformed(f"request line {line!r}")
    headers = tuple(_headers(stream))
    request = Request(method.decode("latin-1"), target, headers, b"")
    if request.values("expect"):
        answer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        answer.flush()
    return Request(request.method, target, headers, _body(stream, request))


def _line(stream: BufferedIOBase, limit: int) -> bytes | None:
    line = stream.readline(limit)
    if not line:
        return None
    if not line.endswith(b"\r\n"):
        raise Malformed(f"line {line[:80]!r}")
    return line[:-2]


def _headers(stream: BufferedIOBase):
    left = MAX_HEAD
    while line := _line(stream, left):
        left -= len(line)
        name, colon, value = line.partition(b":")
        if not colon or not name or name != name.strip() or left <= 0:
            raise Malformed(f"header {line[:80]!r}")
        yield name.decode("latin-1"), value.strip(b" \t")


def _body(stream: BufferedIOBase, request: Request) -> bytes:
    lengths = request.values("content-length")
    codings = request.values("transfer-encoding")
    if codings:
        if lengths or [coding.lower() for coding in codings] != [b"chunked"]:
            raise Malformed("the length of the body is said twice, or in an unknown way")
        return _chunks(stream)
    if not lengths:
        return b""
    if len(lengths) != 1 or not lengths[0].isdigit() or int(lengths[0]) > MAX_BODY:
        raise Malformed(f"content-length {lengths!r}")
    return _exactly(stream, int(lengths[0]))


def _chunks(stream: BufferedIOBase) -> bytes:
    body = b""
    while True:
        line = _line(stream, 80) or b""
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError as error:
            raise Malformed(f"chunk size {line!r}") from error
        if size < 0 or len(body) + size > MAX_BODY:
            raise Malformed(f"chunk size {line!r}")
        if size == 0:
            while _line(stream, MAX_HEAD):
                pass
            return body
        body += _exactly(stream, size)
        if _line(stream, 2) != b"":
            raise Malformed("a chunk does not end where it should")


def _exactly(stream: BufferedIOBase, size: int) -> bytes:
    content = stream.read(size)
    if len(content) != size:
        raise Malformed(f"the body ends after {len(content)} of {size} bytes")
    return content
