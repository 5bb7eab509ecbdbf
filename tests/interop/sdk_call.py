"""What the scripts that run a vendor's SDK share: their options, and a transcript of their calls.

A transcript is JSON lines on standard output: for each call ``{"op", "ok", "sdk_result"}``, then ``{"failed": N}``. The
exit status is 1 when N > 0. Why a call is not ok goes to standard error in a sentence.
"""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn

# What the SDKs' exceptions tell about an answer, under the names that they use.
ERROR_ATTRIBUTES = (
    "status",
    "status_code",
    "http_status",
    "error_code",
    "error_msg",
    "request_id",
    "code",
    "message",
    "reason",
    "body",
    "details",
)

Result = dict[str, Any]


def options(description: str | None, **defaults: str) -> argparse.Namespace:
    """Reads the command line: a base URL, ``--expect-unauthorized``, and an option for each default."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("base_url", help="scheme://host:port of the server, such as http://127.0.0.1:8080")
    parser.add_argument(
        "--expect-unauthorized",
        action="store_true",
        help="a call is ok only if the SDK reports that its credentials were refused",
    )
    for name, value in defaults.items():
        parser.add_argument("--" + name.replace("_", "-"), default=value, help=name.replace("_", " "))
    parsed = parser.parse_args()
    parsed.base_url = parsed.base_url.rstrip("/")
    return parsed


def described(error: Exception) -> Result:
    """What an exception of an SDK says, as plain values."""
    result: Result = {"exception": type(error).__name__, "text": str(error)}
    for name in ERROR_ATTRIBUTES:
        value = getattr(error, name, None)
        if value is not None:
            result[name] = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return result


def is_error(result: Result) -> bool:
    """Whether a result tells of an error. Some SDKs return errors instead of raising them."""
    return "exception" in result or bool(result.get("error"))


class Transcript:
    """Makes calls, judges their results and prints them."""

    def __init__(self, expect_unauthorized: bool, is_unauthorized: Callable[[Result], bool]) -> None:
        self._expect_unauthorized = expect_unauthorized
        self._is_unauthorized = is_unauthorized
        self._failed = 0

    def succeeds(self, op: str, send: Callable[[], Result], holds: Callable[[Result], bool]) -> None:
        """Makes a call that must give a result for which ``holds`` is true."""
        result = self._result(send)
        if self._expect_unauthorized:
            self._judge_refusal(op, result)
        elif is_error(result):
            self._print(op, result, "the SDK reports an error")
        else:
            try:
                flaw = None if holds(result) else "the result is not what was asked for"
            except (AttributeError, IndexError, KeyError, TypeError) as error:
                flaw = f"the result lacks a part: {error!r}"
            self._print(op, result, flaw)

    def fails(self, op: str, send: Callable[[], Result]) -> None:
        """Makes a call that must be answered with an error."""
        result = self._result(send)
        if self._expect_unauthorized:
            self._judge_refusal(op, result)
        else:
            self._print(op, result, None if is_error(result) else "the SDK reports no error")

    def close(self) -> NoReturn:
        """Prints the last line and leaves the script."""
        print(json.dumps({"failed": self._failed}))
        sys.exit(1 if self._failed else 0)

    def _result(self, send: Callable[[], Result]) -> Result:
        try:
            return send()
        # Every SDK has exceptions of its own, and whatever it raises is a finding.
        except Exception as error:  # noqa: BLE001
            return described(error)

    def _judge_refusal(self, op: str, result: Result) -> None:
        flaw = None if self._is_unauthorized(result) else "the SDK reports no refused credentials"
        self._print(op, result, flaw)

    def _print(self, op: str, result: Result, flaw: str | None) -> None:
        if flaw is not None:
            self._failed += 1
            print(f"{op}: {flaw}", file=sys.stderr)
        line = {"op": op, "ok": flaw is None, "sdk_result": result}
        print(json.dumps(line, ensure_ascii=False, default=str), flush=True)
