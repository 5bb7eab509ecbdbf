"""Serves a vendor's API on loopback with canned answers, verifying the signature of every request on its raw bytes.

Point a client at it to have the client's signatures judged by code that is not the project's. Prints the name of the
document that describes the API and the base URL, then serves until it is stopped. A request that verifies is answered with
success (with an error when it names an id with ``missing``), any other with 401 and the reason. The log gets a JSON line
for each request: ``ok``, ``reason``, ``method``, ``target``, ``algorithm``, ``scope``, ``signed_headers``, ``form`` and
``documented``, which is false when the signature is right only by the rules of some SDK.
"""

import argparse
import json
import socketserver
import sys
import threading
from http import HTTPStatus
from pathlib import Path

import wire
from answers import answer
from scheme import Credentials, Verdict
from vendors import TAKE_AUTH_TOKENS, VENDORS, verify

DOCUMENTS = {
    "huawei": "huaweicloud-ims",
    "otc": "otc-ims",
    "jdcloud": "jdcloud-vm",
    "volcengine": "volcengine-ecs",
}
# Seconds that an idle connection stays open.
IDLE = 60


class Server(socketserver.ThreadingTCPServer):
    """One vendor's API."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, vendor: str, good: Credentials, log: Path | None) -> None:
        super().__init__(("127.0.0.1", port), Connection)
        self.vendor = vendor
        self.good = good
        self._log = log
        self._lock = threading.Lock()

    def record(self, method: str, target: bytes, verdict: Verdict) -> None:
        """Appends a request to the log."""
        line = {
            "ok": verdict.ok,
            "reason": verdict.reason,
            "method": method,
            "target": target.decode("utf-8", "backslashreplace"),
            "algorithm": verdict.algorithm,
            "scope": verdict.scope,
            "signed_headers": list(verdict.signed_headers),
            "form": verdict.form,
            "documented": verdict.documented,
        }
        text = json.dumps(line, ensure_ascii=False)
        with self._lock:
            if self._log is None:
                print(text, file=sys.stderr, flush=True)
            else:
                with self._log.open("a", encoding="utf-8") as log:
                    log.write(text + "\n")


class Connection(socketserver.StreamRequestHandler):
    """Requests one after another, until the client leaves."""

    timeout = IDLE
    server: Server

    def handle(self) -> None:
        try:
            while (request := wire.read(self.rfile, self.wfile)) is not None:
                verdict = verify(self.server.vendor, request, self.server.good)
                self.server.record(request.method, request.target, verdict)
                given = answer(self.server.vendor, request, verdict)
                self._send(request.method, given.status, given.body, given.headers)
                if [value.lower() for value in request.values("connection")] == [b"close"]:
                    return
        except wire.Malformed as error:
            self.server.record("", b"", Verdict(ok=False, reason=f"malformed: {error}"))
            self._send("GET", 400, {"malformed": str(error)}, {"Connection": "close"})
        except (ConnectionError, TimeoutError):
            return

    def _send(self, method: str, status: int, body: object, headers: dict[str, str]) -> None:
        content = json.dumps(body).encode()
        fields = {"Content-Type": "application/json", **headers, "Content-Length": str(len(content))}
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in fields.items())]
        head = "\r\n".join(lines) + "\r\n\r\n"
        self.wfile.write(head.encode() + (b"" if method == "HEAD" else content))
        self.wfile.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheme", required=True, choices=sorted(VENDORS), help="whose signatures to verify")
    parser.add_argument("--access-key", required=True)
    parser.add_argument("--secret-key", required=True)
    parser.add_argument("--security-token", help="token that must come with the access key; none may come without it")
    parser.add_argument("--token", help=f"X-Auth-Token that is good without a signature ({', '.join(TAKE_AUTH_TOKENS)})")
    parser.add_argument("--port", type=int, default=0, help="port to listen on, any free one unless given")
    parser.add_argument("--log", type=Path, help="file to append a JSON line to for each request, else standard error")
    asked = parser.parse_args()
    good = Credentials(asked.access_key, asked.secret_key, asked.security_token, asked.token)
    with Server(asked.port, asked.scheme, good, asked.log) as server:
        # In one piece, so that verifiers may share an output.
        sys.stdout.write(f"{DOCUMENTS[asked.scheme]} http://127.0.0.1:{server.server_address[1]}\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
