"""Proves the verifier with signatures that the vendors' own signers made.

Every vector must verify with the signer's canonical request and string to sign, unless it is listed below as one that no
server can verify. Each that verifies must be refused as soon as a part of it is another one.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlencode

from canonical import Request
from scheme import SKEW, Credentials
from vendors import JDCLOUD3, verify

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "signing"
VENDORS = ("huawei", "otc", "jdcloud", "volcengine")

HASHES = ("x-sdk-content-sha256", "x-jdcloud-content-sha256", "x-content-sha256")
UNTRIMMED = "signs white space around a header value, which HTTP drops"
REPEATED = "leaves all but one value of a repeated parameter unsigned"
# Signatures over something that no server sees, or that no server should take: why, by vendor, algorithm and id.
UNVERIFIABLE = {
    ("jdcloud", "JDCLOUD2-HMAC-SHA256", "hdr"): UNTRIMMED,
    ("volcengine", "HMAC-SHA256", "header-no-trim"): UNTRIMMED,
    ("otc", "SDK-HMAC-SHA256 (Credential= / sdk_request)", "otc-query-repeated"): REPEATED,
    ("volcengine", "HMAC-SHA256", "dup"): REPEATED,
    ("volcengine", "HMAC-SHA256", "nohost"): "leaves the host unsigned",
    ("volcengine", "HMAC-SHA256", "presign-no-host"): "is a signed URL and has no Authorization header",
}


def vectors(vendor: str) -> Iterator[dict]:
    """The vectors of all files of a vendor."""
    for path in sorted(FIXTURES.glob(f"{vendor}*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))["vectors"]


def form(pairs: list[list[str]]) -> str:
    """Names and values as the SDKs write them, with spaces as plus signs."""
    return urlencode([(name, value) for name, value in pairs])


def target(vector: dict) -> str:
    """What stands in the request line."""
    given, expected = vector["input"], vector["expected"]
    if "request_uri" in expected:
        return expected["request_uri"]
    if "query_string" in expected:
        return f"{given['path']}?{expected['query_string']}"
    if "url" in given:
        _, slash, path = given["url"].partition("://")[2].partition("/")
        return slash + path or "/"
    query = form(given["query"])
    return (given["path"] or "/") + ("?" + query if query else "")


def header_bytes(value: str) -> bytes:
    """A header value on the wire. Some vectors show its bytes as Latin-1 text."""
    try:
        return value.strip().encode("latin-1")
    except UnicodeEncodeError:
        return value.strip().encode()


def wire(vector: dict) -> Request:
    """The request as it goes with the headers that the signer made."""
    given = vector["input"]
    headers = [(name, header_bytes(value)) for name, value in vector["expected"].get("headers", {}).items()]
    host = given.get("host") or given.get("url", "").partition("://")[2].partition("/")[0]
    if host and not any(name.lower() == "host" for name, _ in headers):
        headers.append(("Host", host.encode()))
    body = form(given["post_params"]) if given.get("post_params") else given["body"] or ""
    return Request(given["method"], target(vector).encode(), tuple(headers), body.encode())


def credentials(vendor: str, given: dict) -> Credentials:
    """The credentials of a vector."""
    token = given.get("security_token") or None
    # These vectors have the token as it is on the wire.
    if token and vendor == "jdcloud":
        token = base64.b64decode(token).decode()
    return Credentials(given["ak"], given["sk"], token)


def signing_date(request: Request) -> datetime:
    """The date of a request, which the clock shows when it comes in."""
    for name in ("x-sdk-date", "x-jdcloud-date", "x-date"):
        for value in request.values(name):
            return datetime.strptime(value.decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    return datetime.now(timezone.utc)


def with_header(request: Request, name: str, change) -> Request:
    """The request with the value of one header changed."""
    headers = tuple((header, change(value) if header.lower() == name else value) for header, value in request.headers)
    return replace(request, headers=headers)


def flipped(value: bytes) -> bytes:
    """A value with another last character, as good a digit as the one that was there."""
    return value[:-1] + (b"1" if value.endswith(b"0") else b"0")


def forgeries(request: Request, good: Credentials, now: datetime, signed: tuple[str, ...]):
    """Requests that must be refused, each with what is wrong with it."""
    yield "method", replace(request, method="OPTIONS"), good, now
    path, mark, query = request.target.partition(b"?")
    yield "path", replace(request, target=path.rstrip(b"/") + b"/x" + mark + query), good, now
    added = b"forged=1" if not query else query + b"&forged=1"
    yield "query", replace(request, target=path + b"?" + added), good, now
    if query.partition(b"=")[0]:
        again = query.partition(b"=")[0] + b"=forged"
        yield "query, said again before", replace(request, target=path + b"?" + again + b"&" + query), good, now
        yield "query, said again after", replace(request, target=path + b"?" + query + b"&" + again), good, now
    if not request.values("x-sdk-content-sha256"):
        yield "body", replace(request, body=request.body + b" "), good, now
    yield "secret", request, replace(good, secret_key=good.secret_key + "x"), now
    yield "access key", request, replace(good, access_key=good.access_key + "x"), now
    yield "token", request, replace(good, security_token="forged"), now
    yield "signature", with_header(request, "authorization", flipped), good, now
    yield "late", request, good, now + SKEW + timedelta(seconds=1)
    yield "early", request, good, now - SKEW - timedelta(seconds=1)
    # The hash of the body need not be signed, but must not lie.
    yield from ((f"{n} changed", with_header(request, n, flipped), good, now) for n in HASHES if request.values(n))
    for name in signed:
        yield f"{name} changed", with_header(request, name, lambda value: value + b"9"), good, now
        rest = tuple((header, value) for header, value in request.headers if header.lower() != name)
        yield f"{name} gone", replace(request, headers=rest), good, now
        yield f"{name} twice", replace(request, headers=request.headers + ((name, b"9"),)), good, now


def check(vendor: str, vector: dict) -> Iterator[str]:
    """What is wrong with the verifier's judgement of a vector."""
    request = wire(vector)
    good, now = credentials(vendor, vector["input"]), signing_date(request)
    verdict = verify(vendor, request, good, now)
    unverifiable = UNVERIFIABLE.get((vendor, vector["algorithm"], vector["id"]))
    if unverifiable is not None:
        if verdict.ok:
            yield f"verifies, although it {unverifiable}"
        return
    if not verdict.ok or verdict.canonical_request is None or verdict.string_to_sign is None:
        yield f"is refused: {verdict.reason}"
        return
    for part in ("canonical_request", "string_to_sign"):
        found = getattr(verdict, part).decode()
        if found != vector["expected"][part]:
            yield f"{part} is {found!r}, expected {vector['expected'][part]!r}"
    for forged, other, credential, clock in forgeries(request, good, now, verdict.signed_headers):
        if verify(vendor, other, credential, clock).ok:
            yield f"verifies with a forged {forged}"


def check_vendor_tests() -> Iterator[str]:
    """What is wrong with canonical paths and queries of JD Cloud's own unit tests, which hold what no URL can."""
    form = JDCLOUD3.forms[0]
    tests = json.loads((FIXTURES / "jdcloud.json").read_text(encoding="utf-8"))["vendor_unit_tests"]
    for test in tests:
        path, query = test["expected"]["canonical_request"].split("\n")[1:3]
        given = test["input"]
        raw_query = given["query"] if isinstance(given["query"], str) else urlencode(given["query"])
        found = (form.path(given["path"].encode()).decode(), form.query(raw_query.encode()).decode())
        if found != (path, query):
            yield f"jdcloud {test['id']}: {found!r}, expected {(path, query)!r}"
    print(f"jdcloud: {len(tests)} canonical paths and queries of the vendor's unit tests")


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    flaws: list[str] = []
    met: set[tuple[str, str, str]] = set()
    for vendor in VENDORS:
        count = 0
        for vector in vectors(vendor):
            count += 1
            met.add((vendor, vector["algorithm"], vector["id"]))
            flaws += [f"{vendor} {vector['algorithm']} {vector['id']}: {flaw}" for flaw in check(vendor, vector)]
        print(f"{vendor}: {count} vectors")
        if count == 0:
            flaws.append(f"{vendor}: no vectors in {FIXTURES}")
    flaws += [f"{key} is listed as unverifiable, but there is no such vector" for key in UNVERIFIABLE if key not in met]
    flaws += check_vendor_tests()
    for flaw in flaws:
        print(flaw, file=sys.stderr)
    print(f"{len(UNVERIFIABLE)} known as unverifiable, {len(flaws)} wrong")
    sys.exit(1 if flaws else 0)


if __name__ == "__main__":
    main()
