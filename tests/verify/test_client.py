"""Asking a service, with a real one on the other end."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from promote.verify import client as client_module
from promote.verify.client import Answer, Client, free_port


class Handler(BaseHTTPRequestHandler):
    """Answers what it was asked, is ready at the third time, and refuses who is told to be refused."""

    asked = 0

    def do_GET(self) -> None:
        """Become ready."""
        type(self).asked += 1
        self.answer(200 if self.asked > 2 else 503, {"token": self.headers.get("Authorization", "")})

    def do_POST(self) -> None:
        """Send back what came."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(422 if body == "refuse" else 200, body)

    def answer(self, status: int, document: object) -> None:
        """Send JSON, or text for text."""
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"plain" if document == "plain" else json.dumps(document).encode())

    def log_message(self, *words: object) -> None:
        """Be quiet."""


@pytest.fixture
def client() -> Iterator[Client]:
    """A client of a service that runs."""
    Handler.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Client(url=f"http://127.0.0.1:{server.server_port}", bearer="t")
        server.shutdown()
        thread.join()


def test_documents_travel_both_ways(client: Client) -> None:
    """As JSON, or as the text that came."""
    assert client.post("/predict", {"a": [1, None]}) == Answer(status=200, document={"a": [1, None]})
    assert client.post("/predict", "plain").document == "plain"


def test_a_refusal_is_an_answer(client: Client) -> None:
    """With its reason."""
    answer = client.post("/predict", "refuse")

    assert not answer.ok
    assert answer.problem == 'status 422: "refuse"'


def test_a_proxy_is_not_asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service is on this machine."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert client.post("/predict", 1).ok


def test_waiting_ends_when_it_is_ready(client: Client) -> None:
    """And the token goes with every question."""
    assert client.wait_until_ready("/readyz", lambda: True, timeout=10).ok
    assert client.get("/").document == {"token": "Bearer t"}


def test_waiting_ends_when_the_service_is_gone() -> None:
    """There is nothing to wait for."""
    client = Client(url=f"http://127.0.0.1:{free_port()}")

    assert not client.wait_until_ready("/readyz", lambda: False, timeout=60).ok
    assert not client.wait_until_ready("/readyz", lambda: True, timeout=0.2).ok
    assert client.get("/").problem.startswith("no answer: ")


def test_waiting_ends_when_the_service_says_for_long_why_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that speaks has tried its model already: nothing will come."""
    monkeypatch.setattr(client_module, "_LONG", 0.2)
    Handler.asked = -1_000_000

    answer = client.wait_until_ready("/readyz", lambda: True, timeout=600)

    assert answer.status == 503
    assert answer.document == {"token": "Bearer t"}


def test_what_json_cannot_say_is_not_sent(client: Client) -> None:
    """It would be a mistake of ours."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        client.post("/predict", [float("nan")])
