"""The canonical forms of requests that the vendors sign, as bytes.

A vendor's SDKs do not all canonicalise alike. Where they differ there is a list of forms: the documented one first, then
those of SDKs that are in use. A form that leaves a part of a query out is not among them, even though two SDKs sign so:
whoever is on the way could add to such a request. Nothing here knows keys or algorithms.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

EMPTY = hashlib.sha256(b"").hexdigest().encode()


@dataclass(frozen=True)
class Request:
    """A request as it was on the wire; white space around header values is gone, as HTTP has it."""

    method: str
    target: bytes
    headers: tuple[tuple[str, bytes], ...]
    body: bytes

    @property
    def path(self) -> bytes:
        """The target up to the query."""
        return self.target.partition(b"?")[0]

    @property
    def query(self) -> bytes:
        """The target after the first question mark."""
        return self.target.partition(b"?")[2]

    def values(self, name: str) -> list[bytes]:
        """All values of a header."""
        return [value for header, value in self.headers if header.lower() == name.lower()]


def encoded(raw: bytes) -> bytes:
    """Percent-encodes all but letters, digits, ``-``, ``_``, ``.`` and ``~``."""
    return quote(raw, safe="").encode()


def hexdigest(content: bytes) -> bytes:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(content).hexdigest().encode()


# --- Paths


def segments(path: bytes) -> bytes:
    """Each segment decoded, then encoded; ``%2F`` stays."""
    return b"/".join(encoded(unquote_to_bytes(segment)) for segment in path.split(b"/")) or b"/"


def decoded_path(path: bytes) -> bytes:
    """Decoded as a whole, then encoded segment by segment; ``%2F`` becomes a slash."""
    return b"/".join(encoded(segment) for segment in unquote_to_bytes(path).split(b"/")) or b"/"


def closed_path(path: bytes) -> bytes:
    """As :func:`decoded_path`, with a slash at the end."""
    path = decoded_path(path)
    return path if path.endswith(b"/") else path + b"/"


def raw_path(path: bytes) -> bytes:
    """Encoded as it is, so that what is encoded already is encoded twice."""
    return b"/".join(encoded(segment) for segment in path.split(b"/")) or b"/"


def single_slashes(path: bytes) -> bytes:
    """Decoded with ``+`` as a space, no empty segments inside, always with a slash in front, then encoded."""
    parts = unquote_to_bytes(path.replace(b"+", b" ")).split(b"/")
    kept = b"/".join(encoded(part) for part in parts if part)
    closing = b"/" if kept and not parts[-1] else b""
    return b"/" + kept + closing


def verbatim_path(path: bytes) -> bytes:
    """As it is on the wire."""
    return path or b"/"


# --- Queries


def pairs(query: bytes, plus: bool) -> list[tuple[bytes, bytes]]:
    """Names and values, decoded, in the order of the wire; with ``plus``, a ``+`` is a space."""
    if plus:
        query = query.replace(b"+", b" ")
    parts = (part.partition(b"=") for part in query.split(b"&") if part)
    return [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in parts]


def joined(parts: list[tuple[bytes, bytes]]) -> bytes:
    """Encoded pairs as one query."""
    return b"&".join(name + b"=" + value for name, value in parts)


def sorted_decoded(query: bytes) -> bytes:
    """Sorted by what is meant, then encoded."""
    return joined([(encoded(name), encoded(value)) for name, value in sorted(pairs(query, plus=False))])


def sorted_encoded(query: bytes) -> bytes:
    """Encoded, then sorted; ``+`` on the wire is a space."""
    return joined(sorted((encoded(name), encoded(value)) for name, value in pairs(query, plus=True)))


def order_of_repeated(query: bytes) -> bytes:
    """Sorted by name as it is meant; the values of a repeated name keep their order."""
    ordered = sorted(pairs(query, plus=True), key=lambda pair: pair[0])
    return joined([(encoded(name), encoded(value)) for name, value in ordered])


def named_and_assigned(query: bytes) -> bytes:
    """As :func:`sorted_encoded`, without parts that lack a name or an equals sign."""
    return sorted_encoded(b"&".join(part for part in query.split(b"&") if part.find(b"=") > 0))


def case_insensitive(query: bytes) -> bytes:
    """Sorted by encoded name, whatever its case."""
    encodings = [(encoded(name), encoded(value)) for name, value in pairs(query, plus=True)]
    return joined(sorted(encodings, key=lambda pair: (pair[0].lower(), pair[0])))


def sorted_raw(query: bytes) -> bytes:
    """The parts of the wire sorted, undecoded; further equals signs in a part become ``%3D``."""
    split = sorted([piece.strip() for piece in part.split(b"=")] for part in query.split(b"&") if part)
    return joined([(pieces[0], b"%3D".join(pieces[1:])) for pieces in split])


def verbatim_query(query: bytes) -> bytes:
    """As it is on the wire."""
    return query


def no_query(_: bytes) -> bytes:
    """Empty, because it is signed as if it were the body."""
    return b""


# --- Headers


def plain_value(_: str, value: bytes) -> bytes:
    """As it is."""
    return value.strip()


def portless_host(name: str, value: bytes) -> bytes:
    """Without the ports 80 and 443 of the host."""
    host, _, port = value.rpartition(b":")
    return host if name == "host" and port in (b"80", b"443") else value.strip()


def collapsed_value(_: str, value: bytes) -> bytes:
    """Inner white space as one space."""
    return b" ".join(value.split())


# --- The whole


@dataclass(frozen=True)
class Form:
    """One way to canonicalise: the parts of a canonical request."""

    path: Callable[[bytes], bytes]
    query: Callable[[bytes], bytes]
    value: Callable[[str, bytes], bytes]

    def __str__(self) -> str:
        return ", ".join(part.__name__ for part in (self.path, self.query, self.value))

    def request(self, request: Request, signed: list[str], payload: bytes) -> bytes:
        """The canonical request over the headers in ``signed``, each of which the request has once."""
        names = sorted(signed)
        headers = b"".join(
            name.encode() + b":" + self.value(name, request.values(name)[0]) + b"\n" for name in names
        )
        return b"\n".join(
            (
                request.method.encode(),
                self.path(request.path),
                self.query(request.query),
                headers,
                b";".join(name.encode() for name in names),
                payload,
            )
        )
