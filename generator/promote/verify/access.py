"""How a service that lets nobody in lets us in: by a key or a provider that exist for as long as a climb."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from promote.verify.workshop import Workshop

_ISSUER, _AUDIENCE = "promote", "service"
_SIGN = f"""\
import json, time
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

key = ec.generate_private_key(ec.SECP256R1())
now = int(time.time())
claims = {{"iss": "{_ISSUER}", "aud": "{_AUDIENCE}", "sub": "promote", "roles": ["predict"]}}
token = jwt.encode({{**claims, "iat": now, "exp": now + 86400}}, key, "ES256", headers={{"kid": "climb"}})
public = {{**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "climb"}}
print(json.dumps({{"token": token, "keys": [public]}}))
"""


@contextmanager
def access(bench: Workshop) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what to send as bearer token, and the variables with which the service takes it."""
    prefix = bench.project.prefix
    if "api_keys" in bench.project.capabilities:
        key = secrets.token_urlsafe()
        yield key, {f"{prefix}API_KEY_HASHES": hashlib.sha256(key.encode()).hexdigest()}
    elif "oidc" in bench.project.capabilities:
        done = bench.check(bench.environment().run("python", "-c", _SIGN), "a token for the service")
        signed = json.loads(done.stdout)
        with _published(json.dumps({"keys": signed["keys"]}).encode()) as url:
            names = {"OIDC_JWKS_URL": url, "OIDC_ISSUER": _ISSUER, "OIDC_AUDIENCE": _AUDIENCE}
            variables = {f"{prefix}{name}": value for name, value in names.items()}
            yield signed["token"], {**variables, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    else:
        yield "", {}


@contextmanager
def _published(document: bytes) -> Iterator[str]:
    class Provider(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
