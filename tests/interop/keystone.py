"""A Keystone on loopback, just large enough for openstacksdk to get a token and a service catalog from it.

It knows one user by a password, and hands out one fixed token: whether that token is good is for the services to say.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER = "interop"
PASSWORD = "interop-password"
DOMAIN = "interop-domain"
PROJECT = "interop-project"


class Keystone:
    """Serves from entering the context until leaving it."""

    def __init__(self, token: str, project_id: str, region: str, image_endpoint: str) -> None:
        self._answer = {
            "token": {
                "methods": ["password"],
                "expires_at": "2999-01-01T00:00:00.000000Z",
                "issued_at": "2000-01-01T00:00:00.000000Z",
                "user": {"id": "user", "name": USER, "domain": {"id": "domain", "name": DOMAIN}},
                "project": {"id": project_id, "name": PROJECT, "domain": {"id": "domain", "name": DOMAIN}},
                "roles": [{"id": "role", "name": "ims_admin"}],
                "catalog": [
                    {
                        "id": "image",
                        "name": "image",
                        "type": "image",
                        "endpoints": [
                            {
                                "id": "image-public",
                                "interface": "public",
                                "region": region,
                                "region_id": region,
                                "url": image_endpoint,
                            }
                        ],
                    }
                ],
            }
        }
        keystone = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_) -> None:
                pass

            def do_GET(self) -> None:
                version = {"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": keystone.url}]}
                self._send(200, {"version": version}, {})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path != "/v3/auth/tokens":
                    self._send(404, {"error": {"code": 404, "title": "Not Found", "message": self.path}}, {})
                elif not keystone._knows(body):
                    message = "The request you have made requires authentication."
                    self._send(401, {"error": {"code": 401, "title": "Unauthorized", "message": message}}, {})
                else:
                    self._send(201, keystone._answer, {"X-Subject-Token": token})

            def _send(self, status: int, body: dict, headers: dict[str, str]) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v3"

    def __enter__(self) -> "Keystone":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()

    @staticmethod
    def _knows(body: dict) -> bool:
        identity = body.get("auth", {}).get("identity", {})
        user = identity.get("password", {}).get("user", {})
        return identity.get("methods") == ["password"] and (user.get("name"), user.get("password")) == (USER, PASSWORD)
