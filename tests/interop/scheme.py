"""Verifies a signed request by the rules of one scheme.

A request comes in with the members of its Authorization header and the credentials that are good; a :class:`Verdict` goes
out. What the vendors' schemes are stands elsewhere.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

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
        credential = parts[self.member]
        # Access keys may have slashes.
        access_key, *words = credential.rsplit("/", self.scope_words) if self.scope_words else [credential]
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
