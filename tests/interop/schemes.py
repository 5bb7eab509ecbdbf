"""Verifies signatures of requests as the vendors do, written from their descriptions with nothing but hashlib and hmac.

A request comes in with the credentials that are good; a :class:`Verdict` goes out. This module is the project's second
opinion: it shares no line and no idea with the code that it judges.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import product

import canonical
from canonical import EMPTY, Form, Request, hexdigest

# How far the date of a request may be from the clock.
SKEW = timedelta(minutes=15)


class Refused(Exception):
    """Why a request is not verified."""


@dataclass(frozen=True)
class Credentials:
    """What is good: an access key and its secret, perhaps with a security token, or an X-Auth-Token."""

    access_key: str
    secret_key: str
    security_token: str | None = None
    auth_token: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What was found out about a request."""

    ok: bool
    reason: str | None = None
    algorithm: str | None = None
    scope: str | None = None
    signed_headers: tuple[str, ...] = ()
    form: str | None = None
    documented: bool = False
    canonical_request: bytes | None = None
    string_to_sign: bytes | None = None


def chained_key(prefix: bytes, secret: bytes, words: list[bytes]) -> bytes:
    """The signing key that is derived over the words of a scope."""
    key = prefix + secret
    for word in words:
        key = hmac.digest(key, word, hashlib.sha256)
    return key


def extracted_key(access_key: bytes, secret: bytes, info: bytes) -> bytes:
    """HKDF with SHA-256 and one block, as hex text."""
    pseudorandom = hmac.digest(access_key, secret, hashlib.sha256)
    return hmac.digest(pseudorandom, info + b"\x01", hashlib.sha256).hex().encode()


@dataclass(frozen=True)
class Scheme:
    """One vendor's way to sign."""

    algorithm: str
    # The member of the Authorization header that has the access key.
    member: str
    # How many words the scope has behind the access key, and the last of them if it is fixed.
    scope_words: int
    scope_end: str | None
    # Signing key from access key, secret key and scope.
    key: Callable[[bytes, bytes, bytes], bytes]
    date_header: str
    required: tuple[str, ...]
    token_header: str
    token_signed: bool
    forms: tuple[Form, ...]
    # Header that has the hash of the body.
    hash_header: str
    hash_needed: bool = False
    token_in_base64: bool = False
    # Whether the hash header may say that the body is unsigned.
    unsigned_payload: bool = False
    # Whether a request without a body may have its query signed in place of one.
    query_as_payload: bool = False

    def verify(self, request: Request, parts: dict[str, str], good: Credentials, now: datetime) -> Verdict:
        """Verifies a request whose Authorization header has these members."""
        if set(parts) != {self.member, "SignedHeaders", "Signature"}:
            raise Refused(f"the members of Authorization are {sorted(parts)}")
        access_key, *words = parts[self.member].rsplit("/", self.scope_words) if self.scope_words else [parts[self.member]]
        if len(words) != self.scope_words or (self.scope_end and words[-1] != self.scope_end):
            raise Refused("the credential has not the form of this algorithm")
        signed = parts["SignedHeaders"].split(";")
        if not hmac.compare_digest(access_key.encode(), good.access_key.strip().encode()):
            raise Refused("the access key is unknown")
        self._check_headers(request, signed)
        date = self._check_date(request, words, now)
        self._check_token(request, signed, good)
        payload = self._payload(request, signed)

        scope = "/".join(words)
        key = self.key(access_key.encode(), good.secret_key.strip().encode(), scope.encode())
        for number, form in enumerate(self.forms):
            covered = payload
            if form.query is canonical.no_query:
                if not self.query_as_payload or request.method != "POST" or request.body:
                    continue
                covered = hexdigest(canonical.case_insensitive(request.query).replace(b"%20", b"+"))
            whole = form.request(request, signed, covered)
            lines = [self.algorithm.encode(), date, *([scope.encode()] if words else []), hexdigest(whole)]
            to_sign = b"\n".join(lines)
            signature = hmac.new(key, to_sign, hashlib.sha256).hexdigest()
            if hmac.compare_digest(signature.encode(), parts["Signature"].encode()):
                return Verdict(
                    ok=True,
                    algorithm=self.algorithm,
                    scope=scope or None,
                    signed_headers=tuple(signed),
                    form=str(form),
                    documented=number == 0,
                    canonical_request=whole,
                    string_to_sign=to_sign,
                )
        raise Refused("the signature is another one")

    def _check_headers(self, request: Request, signed: list[str]) -> None:
        if sorted(set(signed)) != signed:
            raise Refused("SignedHeaders is not a sorted list of different names")
        if "authorization" in signed:
            raise Refused("the Authorization header signs itself")
        for name in signed:
            count = len(request.values(name))
            if count != 1:
                raise Refused(f"the signed header {name} is there {count} times")
        for name in self.required:
            if name not in signed:
                raise Refused(f"the header {name} is not signed")

    def _check_date(self, request: Request, words: list[str], now: datetime) -> bytes:
        dates = request.values(self.date_header)
        if len(dates) != 1:
            raise Refused(f"the header {self.date_header} is there {len(dates)} times")
        try:
            moment = datetime.strptime(dates[0].decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        except ValueError as error:
            raise Refused(f"the header {self.date_header} has no date: {error}") from error
        if abs(now - moment) > SKEW:
            raise Refused(f"the date {dates[0].decode()} is too far from the clock")
        if words and words[0] != f"{moment:%Y%m%d}":
            raise Refused(f"the scope is of {words[0]}, the request of {moment:%Y%m%d}")
        return dates[0]

    def _check_token(self, request: Request, signed: list[str], good: Credentials) -> None:
        tokens = request.values(self.token_header)
        if good.security_token is None and not tokens:
            return
        expected = (good.security_token or "").encode()
        if self.token_in_base64:
            expected = base64.b64encode(expected)
        if good.security_token is None or tokens != [expected]:
            raise Refused(f"the header {self.token_header} has not the token of this access key")
        if self.token_signed and self.token_header not in signed:
            raise Refused(f"the header {self.token_header} is not signed")

    def _payload(self, request: Request, signed: list[str]) -> bytes:
        hashed = hexdigest(request.body) if request.body else EMPTY
        claims = request.values(self.hash_header)
        if not claims:
            if self.hash_needed:
                raise Refused(f"the header {self.hash_header} is missing")
            return hashed
        if self.hash_needed and self.hash_header not in signed:
            raise Refused(f"the header {self.hash_header} is not signed")
        if self.unsigned_payload and claims == [b"UNSIGNED-PAYLOAD"]:
            if self.hash_header not in signed:
                raise Refused("that the payload is unsigned is not signed")
            return claims[0] if request.body else EMPTY
        if claims != [hashed]:
            raise Refused(f"the header {self.hash_header} has not the hash of the body")
        return hashed


def forms(paths: tuple, queries: tuple, values: tuple) -> tuple[Form, ...]:
    """All combinations, the documented parts first."""
    return tuple(Form(*parts) for parts in product(paths, queries, values))


def chained(prefix: str) -> Callable[[bytes, bytes, bytes], bytes]:
    """Keys that are derived over the scope."""
    return lambda _access, secret, scope: chained_key(prefix.encode(), secret, scope.split(b"/"))


HUAWEI = Scheme(
    algorithm="SDK-HMAC-SHA256",
    member="Access",
    scope_words=0,
    scope_end=None,
    key=lambda _access, secret, _scope: secret,
    date_header="x-sdk-date",
    required=("host", "x-sdk-date"),
    token_header="x-security-token",
    token_signed=True,
    forms=forms((canonical.closed_path,), (canonical.sorted_decoded,), (canonical.plain_value,)),
    hash_header="x-sdk-content-sha256",
    unsigned_payload=True,
)
HUAWEI_V11 = Scheme(
    algorithm="V11-HMAC-SHA256",
    member="Credential",
    scope_words=3,
    scope_end=None,
    key=extracted_key,
    date_header="x-sdk-date",
    required=("host", "x-sdk-date"),
    token_header="x-security-token",
    token_signed=True,
    forms=HUAWEI.forms,
    hash_header="x-sdk-content-sha256",
    unsigned_payload=True,
)
OTC = Scheme(
    algorithm="SDK-HMAC-SHA256",
    member="Credential",
    scope_words=4,
    scope_end="sdk_request",
    key=chained("SDK"),
    date_header="x-sdk-date",
    required=("host", "x-sdk-date"),
    token_header="x-security-token",
    token_signed=False,
    forms=forms(
        (canonical.closed_path,),
        (canonical.case_insensitive, canonical.no_query),
        (canonical.collapsed_value, canonical.plain_value),
    ),
    hash_header="x-sdk-content-sha256",
    query_as_payload=True,
)
JDCLOUD2 = Scheme(
    algorithm="JDCLOUD2-HMAC-SHA256",
    member="Credential",
    scope_words=4,
    scope_end="jdcloud2_request",
    key=chained("JDCLOUD2"),
    date_header="x-jdcloud-date",
    required=("host", "x-jdcloud-date", "x-jdcloud-nonce"),
    token_header="x-jdcloud-security-token",
    token_signed=True,
    forms=forms(
        (canonical.segments, canonical.raw_path, canonical.verbatim_path),
        (canonical.sorted_encoded, canonical.verbatim_query, canonical.sorted_raw),
        (canonical.plain_value, canonical.portless_host),
    ),
    hash_header="x-jdcloud-content-sha256",
    token_in_base64=True,
)
JDCLOUD3 = Scheme(
    algorithm="JDCLOUD3-HMAC-SHA256",
    member="Credential",
    scope_words=4,
    scope_end="jdcloud3_request",
    key=chained("JDCLOUD3"),
    date_header="x-jdcloud-date",
    # The SDK adds date and nonce after it has signed.
    required=("host",),
    token_header="x-jdcloud-security-token",
    token_signed=True,
    forms=forms(
        (canonical.single_slashes,),
        (canonical.named_and_assigned,),
        (canonical.plain_value, canonical.portless_host),
    ),
    hash_header="x-jdcloud-content-sha256",
    token_in_base64=True,
)
VOLCENGINE = Scheme(
    algorithm="HMAC-SHA256",
    member="Credential",
    scope_words=4,
    scope_end="request",
    key=chained(""),
    date_header="x-date",
    required=("host", "x-date"),
    token_header="x-security-token",
    token_signed=True,
    forms=forms(
        (canonical.segments, canonical.verbatim_path),
        (canonical.sorted_encoded, canonical.order_of_repeated),
        (canonical.portless_host,),
    ),
    hash_header="x-content-sha256",
    hash_needed=True,
)

# Which schemes each vendor takes. That Open Telekom Cloud takes Huawei's form, too, is documented but unproven.
VENDORS: dict[str, tuple[Scheme, ...]] = {
    "huawei": (HUAWEI, HUAWEI_V11),
    "otc": (OTC, HUAWEI),
    "jdcloud": (JDCLOUD2, JDCLOUD3),
    "volcengine": (VOLCENGINE,),
}
# Vendors that take a token in place of a signature.
TAKE_AUTH_TOKENS = ("huawei", "otc")


def verify(vendor: str, request: Request, good: Credentials, now: datetime | None = None) -> Verdict:
    """Verifies a request to a vendor; ``now`` is the clock unless given."""
    try:
        return _verified(vendor, request, good, now or datetime.now(timezone.utc))
    except Refused as refused:
        return Verdict(ok=False, reason=str(refused))


def _verified(vendor: str, request: Request, good: Credentials, now: datetime) -> Verdict:
    authorizations = request.values("authorization")
    tokens = request.values("x-auth-token")
    if vendor in TAKE_AUTH_TOKENS and tokens and not authorizations:
        if good.auth_token is None or tokens != [good.auth_token.encode()]:
            raise Refused("the X-Auth-Token is another one")
        return Verdict(ok=True, algorithm="X-Auth-Token", documented=True)
    if len(authorizations) != 1:
        raise Refused(f"the header Authorization is there {len(authorizations)} times")
    algorithm, _, rest = authorizations[0].decode("utf-8", "replace").partition(" ")
    parts: dict[str, str] = {}
    for part in rest.split(","):
        name, _, value = part.strip().partition("=")
        if name in parts:
            raise Refused(f"Authorization has {name} twice")
        parts[name] = value
    for scheme in VENDORS[vendor]:
        if scheme.algorithm == algorithm and scheme.member in parts:
            return scheme.verify(request, parts, good, now)
    raise Refused(f"{algorithm or 'no algorithm'} with {sorted(parts)} is no signature of {vendor}")
