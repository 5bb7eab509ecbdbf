"""Verifies signatures of requests as the vendors do, written from their descriptions with nothing but hashlib and hmac.

A request to a vendor comes in with the credentials that are good; a verdict goes out. This is the project's second opinion:
it shares no line with the code that it judges.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timezone
from itertools import product

import canonical
from canonical import Form, Request
from scheme import Credentials, Refused, Scheme, Verdict


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
