"""What Schemathesis does not know of the vendors: how requests are signed, and how Volcengine spells lists.

Schemathesis loads this by ``SCHEMATHESIS_HOOKS``. Which vendor and which key stand in the environment: ``INTEROP_VENDOR``
(a key of :data:`vendors.VENDORS`), ``INTEROP_ACCESS_KEY`` and ``INTEROP_SECRET_KEY``.
"""

import hashlib
import hmac
import os
import secrets
import threading
from datetime import datetime, timezone
from urllib.parse import urlencode, urlsplit, urlunsplit

import schemathesis
from canonical import Request, hexdigest
from requests import PreparedRequest
from requests.auth import AuthBase
from scheme import Scheme
from schemathesis.specs.openapi.checks import negative_data_rejection
from vendors import VENDORS

# Where the scope of a signature has a place and a service: what servers of these documents take.
SCOPES = {"jdcloud": ("cn-north-1", "vm"), "volcengine": ("cn-beijing", "ecs"), "otc": ("eu-de", "ims")}


class Signature(AuthBase):
    """The documented form of a vendor's signature."""

    def __init__(self, vendor: str, access: str, secret: str) -> None:
        self._scheme: Scheme = VENDORS[vendor][0]
        self._place = SCOPES.get(vendor, ())
        self._access = access
        self._secret = secret

    def __call__(self, prepared: PreparedRequest) -> PreparedRequest:
        # Whatever was generated for the header is no credential.
        prepared.headers.pop("Authorization", None)
        now = datetime.now(timezone.utc)
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        if DOTTED.pairs is not None:
            # The parts of the URL that are there already belong to the path of the document.
            fixed = [part for part in urlsplit(prepared.url).query.split("&") if part.startswith(("Action=", "Version="))]
            parts = urlsplit(prepared.url)
            query = "&".join([*fixed, urlencode([(name, _text(value)) for name, value in DOTTED.pairs])])
            prepared.url = urlunsplit(parts._replace(query=query))
        body = prepared.body or b""
        body = body.encode() if isinstance(body, str) else body
        url = urlsplit(prepared.url)
        scheme = self._scheme
        prepared.headers["Host"] = url.netloc
        prepared.headers[scheme.date_header] = stamp
        # Huawei's SDKs send no hash, which is then computed.
        if scheme.hash_needed:
            prepared.headers[scheme.hash_header] = hexdigest(body).decode()
        if "x-jdcloud-nonce" in scheme.required:
            prepared.headers["x-jdcloud-nonce"] = secrets.token_hex(16)
        target = (url.path or "/") + ("?" + url.query if url.query else "")
        headers = tuple((name, _bytes(value).strip()) for name, value in prepared.headers.items())
        request = Request(prepared.method, target.encode(), headers, body)
        names = {name.lower() for name, _ in headers} & {*scheme.required, scheme.hash_header, "content-type"}
        signed = sorted(names)
        words = [f"{now:%Y%m%d}", *self._place, scheme.scope_end] if scheme.scope_words else []
        scope = "/".join(words)
        whole = scheme.forms[0].request(request, signed, hexdigest(body))
        lines = [scheme.algorithm, stamp, *([scope] if scope else []), hexdigest(whole).decode()]
        key = scheme.key(self._access.encode(), self._secret.encode(), scope.encode())
        signature = hmac.new(key, "\n".join(lines).encode(), hashlib.sha256).hexdigest()
        credential = "/".join([self._access, *words])
        prepared.headers["Authorization"] = (
            f"{scheme.algorithm} {scheme.member}={credential}, SignedHeaders={';'.join(signed)}, Signature={signature}"
        )
        return prepared


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("latin-1")


schemathesis.auth.set_from_requests(
    Signature(os.environ["INTEROP_VENDOR"], os.environ["INTEROP_ACCESS_KEY"], os.environ["INTEROP_SECRET_KEY"])
)


def dotted(name: str, value: object) -> list[tuple[str, object]]:
    """A value as ``x-style: dotted`` has it: ``Tags.1.Key=…``."""
    if isinstance(value, list):
        inner = enumerate(value, 1)
    elif isinstance(value, dict):
        inner = value.items()
    else:
        return [(name, value)]
    return [pair for key, item in inner for pair in dotted(f"{name}.{key}", item)]


class Dotted(threading.local):
    """The query of the request that this thread makes, if its document spells it as Schemathesis cannot."""

    pairs: list[tuple[str, object]] | None = None


DOTTED = Dotted()


@schemathesis.hook
def before_call(_context, case, _kwargs) -> None:
    """Notes the query as the document's ``x-style`` asks; :class:`Signature` sends it."""
    styles = {
        parameter.definition["name"]
        for parameter in case.operation.query
        if parameter.definition.get("x-style") == "dotted"
    }
    query = case.query if isinstance(case.query, dict) else {}
    DOTTED.pairs = None
    if styles & query.keys():
        DOTTED.pairs = [
            pair
            for name, value in query.items()
            for pair in (dotted(name, value) if name in styles else [(name, value)])
        ]


@schemathesis.check
def violations_are_refused(context, response, case) -> bool | None:
    """``negative_data_rejection`` but for a null where a member may be absent, which generated servers take for absence."""
    if isinstance(case.body, dict) and None in case.body.values():
        return None
    return negative_data_rejection(context, response, case)


@schemathesis.check
def reaches_the_handler(_context, response, case) -> None:
    """What the schemas allow is not refused by the generated code, which says the place in the request."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    text = response.text
    places = ("/query/", "/body", "/path/", "/header/")
    if response.status_code in (405, 415) or any(place in text for place in places):
        raise AssertionError(f"refused before the handler: {text}")
