"""Attacks on a real service, byte by byte: each is refused as documented, and the service serves on."""

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.template import rendering
from tests.template.conftest import ROWS
from tests.template.environments import Environments
from tests.template.rendering import Project
from tests.template.test_operation import Reply, record, request, serving, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("predict-promoted-3.11")]

KEY = "a key of the tests"
TIMEOUT = 1.0
"""Seconds that a request may take to come."""

PROVIDER = """
import hmac, json, sys, time
from base64 import urlsafe_b64encode
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pytest_httpserver import HTTPServer
from tests.service.provider import RSA_KEY, Provider

now = int(time.time())
public = RSA_KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
with HTTPServer() as server:
    provider = Provider(server)
    signed = provider.token(key="secret" * 9, algorithm="HS256").rpartition(".")[0]
    signature = urlsafe_b64encode(hmac.digest(public, signed.encode(), "sha256")).decode().rstrip("=")
    tokens = {
        "right": provider.token(),
        "forged": provider.token(key=rsa.generate_private_key(65537, 2048)),
        "unknown key": provider.token(kid="other"),
        "expired": provider.token(iat=now - 600, exp=now - 300),
        "wrong audience": provider.token(aud="another-service"),
        "wrong issuer": provider.token(iss="https://elsewhere.example"),
        "unsigned": provider.token(key=None, algorithm="none"),
        "algorithm confusion": f"{signed}.{signature}",
        "no token": "x",
        "without the role": provider.token(realm_access={"roles": []}),
    }
    known = {"url": provider.url, "issuer": provider.issuer, "audience": provider.audience}
    print(json.dumps({**known, "tokens": tokens}), flush=True)
    sys.stdin.read()
"""
"""A provider of tokens, run with what the project's own tests have."""


def head(line: str, *headers: str) -> bytes:
    """The beginning of a request."""
    return "\r\n".join([line, "Host: service", "Connection: close", *headers, "", ""]).encode()


def post(body: bytes, *headers: str) -> bytes:
    """A request for predictions."""
    usual = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    return head("POST /predict HTTP/1.1", *usual, *headers) + body


LARGE = b" " * 1_500_000
CHUNKED = ("Content-Type: application/json", "Transfer-Encoding: chunked")

ATTACKS = {
    "large body": (413, post(LARGE)),
    "large body in chunks": (413, head("POST /predict HTTP/1.1", *CHUNKED) + b"%x\r\n%s\r\n" % (len(LARGE), LARGE)),
    "deep JSON": (422, post(b"[" * 400_000)),
    "deep JSON in a record": (422, post(b'{"instances": [' + b'{"tenure": ' * 50_000)),
    "long number": (422, post(b'{"instances": [' + b"9" * 100_000 + b"]}")),
    "no number": (422, post(b'{"instances": [NaN]}')),
    "no text": (422, post(b'{"instances": ["\xff\xfe"]}')),
    "other type": (422, head("POST /predict HTTP/1.1", "Content-Type: text/xml", "Content-Length: 4") + b"<a/>"),
    "slow body": (408, head("POST /predict HTTP/1.1", "Content-Type: application/json", "Content-Length: 9") + b"{"),
    "slow body in chunks": (408, head("POST /predict HTTP/1.1", *CHUNKED) + b"1\r\n{\r\n"),
    "two lengths": (400, head("POST /predict HTTP/1.1", "Content-Length: 4", "Content-Length: 40") + b"{}{}"),
    "length and chunks": (
        400,
        head("POST /predict HTTP/1.1", "Content-Length: 4", *CHUNKED) + b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ),
    "unknown method": (400, head("HACK /predict HTTP/1.1")),
    "trace": (405, head("TRACE /predict HTTP/1.1")),
    "no HTTP": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500 + b"\r\n\r\n"),
    "injected header": (404, head("GET /nowhere HTTP/1.1", "X-Request-ID: a%0d%0aSet-Cookie: stolen=1")),
    "injected line": (404, head("GET /no%0d%0aSet-Cookie:%20stolen=1 HTTP/1.1")),
    "bare line feed": (400, head("GET /nowhere HTTP/1.1", "X-Request-ID: a\nSet-Cookie: stolen=1\n x: y")),
}
"""What a caller who may call can send, and the status of the answer."""

PATHS = (
    "/livez/../predict",
    "/livez/..%2fpredict",
    "/livez%2f..%2fpredict",
    "/livez/",
    "/livez;/predict",
    "/livez%00",
    "//livez",
    "/./livez",
    "/LIVEZ",
    "/readyz/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%5c..%5cetc%5cpasswd",
    "/static/..%2f..%2fpyproject.toml",
    "http://service/docs",
)
"""Paths that look like one that is open, or like one of the disk."""


def send(port: int, data: bytes) -> tuple[int, bytes]:
    """Send bytes as they are, and return the status and all that came back."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
        with contextlib.suppress(ConnectionResetError):
            while received := connection.recv(65536):
                answer += received
    return int(answer.split(b" ", 2)[1]), answer


@pytest.fixture(scope="module")
def keyed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The default variant with API keys."""
    folder = tmp_path_factory.mktemp("keyed") / "keyed"
    return rendering.render("keyed", {**ROWS["default"], "api_keys": "yes"}, template, folder)


@pytest.fixture(scope="module")
def tokened(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The default variant with tokens of a provider."""
    folder = tmp_path_factory.mktemp("tokened") / "tokened"
    return rendering.render("tokened", {**ROWS["default"], "oidc": "yes"}, template, folder)


def test_attacks_with_a_key_or_without(keyed: Project, environments: Environments) -> None:
    """Who has a key gets what is documented, and who has none a 401, whatever the path and whatever the body."""
    limits = {f"{keyed.package.upper()}_API_KEY_HASHES": sha256(KEY.encode()).hexdigest()}
    limits |= {f"{keyed.package.upper()}_REQUEST_TIMEOUT": str(TIMEOUT)}
    found: dict[str, object] = {}
    with environments.ready(keyed) as variables, serving(keyed, variables | limits) as (service, port):
        for name, (_, data) in ATTACKS.items():
            asked = time.monotonic()
            status, answer = send(port, data.replace(b"Host: service", f"Host: service\r\nX-API-Key: {KEY}".encode()))
            found[name] = status
            assert b"stolen" not in answer.partition(b"\r\n\r\n")[0], name
            assert b"Traceback" not in answer, name
            assert time.monotonic() - asked < TIMEOUT + 2, name
        unknown = {name: send(port, data)[0] for name, (_, data) in ATTACKS.items()}
        paths = {path: send(port, head(f"GET {path} HTTP/1.1"))[0] for path in PATHS}
        known = {path: send(port, head(f"GET {path} HTTP/1.1", f"X-API-Key: {KEY}"))[0] for path in PATHS}
        for endless in (b"x" * 65536, b"X-Many: x\r\n" * 6000):
            assert swallowed(port, endless) < 100
        assert service.poll() is None
        good = json.dumps({"instances": [record(keyed)]}).encode()
        assert request(port, "POST", "/predict", good, {"X-API-Key": KEY}).status == 200
        log = (keyed.folder / "service.log").read_text()

    assert found == {name: status for name, (status, _) in ATTACKS.items()}
    assert set(unknown.values()) <= {400, 401}
    assert set(paths.values()) == {401}
    assert {path for path, status in known.items() if status == 200} == {"http://service/docs"}
    assert set(known.values()) <= {200, 307, 404}
    assert '"level":"error"' not in log


def swallowed(port: int, piece: bytes) -> int:
    """Send headers without an end, and count how many pieces are taken before the service hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: service\r\nX-Long: ")
        for taken in range(1000):
            try:
                connection.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                return taken
    return 1000


@contextmanager
def providing(project: Project, variables: dict[str, str]) -> Iterator[dict[str, object]]:
    """Run the provider that the project's own tests use."""
    python = Path(variables["UV_PROJECT_ENVIRONMENT"]) / "bin" / "python"
    with subprocess.Popen(
        [python, "-c", PROVIDER], cwd=project.folder, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as provider:
        assert provider.stdout is not None
        yield json.loads(provider.stdout.readline())
        provider.terminate()


def test_tokens_that_nobody_should_believe(tokened: Project, environments: Environments) -> None:
    """Only what the provider signed, for this service and for now, opens anything; and the role opens predictions."""
    prefix = tokened.package.upper()
    good = json.dumps({"instances": [record(tokened)]}).encode()
    replies: dict[str, Reply] = {}
    with environments.ready(tokened) as variables, providing(tokened, variables) as provider:
        variables |= {
            f"{prefix}_OIDC_JWKS_URL": str(provider["url"]),
            f"{prefix}_OIDC_ISSUER": str(provider["issuer"]),
            f"{prefix}_OIDC_AUDIENCE": str(provider["audience"]),
            f"{prefix}_OIDC_ROLE_CLAIM": "realm_access roles",
        }
        with serving(tokened, variables) as (_, port):
            tokens = provider["tokens"]
            assert isinstance(tokens, dict)
            replies["anonymous"] = request(port, "POST", "/predict", good)
            for name, token in tokens.items():
                replies[name] = request(port, "POST", "/predict", good, {"Authorization": f"Bearer {token}"})
            paths = {path: send(port, head(f"GET {path} HTTP/1.1"))[0] for path in PATHS}
            wait_until(port, "/readyz")

    statuses = {name: reply.status for name, reply in replies.items()}
    assert statuses.pop("right") == 200
    assert statuses.pop("without the role") == 403
    assert len(statuses) == 9
    assert set(statuses.values()) == {401}
    assert set(paths.values()) == {401}
