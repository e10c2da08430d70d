"""A few lines of HTTP: enough to ask a service on this machine."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

# No proxy stands between us and this machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_PAUSE = 0.1
_LONG = 20.0
"""Seconds for which a service may say that it is not ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service answered. `status` is 0 where nobody did."""

    status: int
    document: object

    @property
    def ok(self) -> bool:
        """Whether the service did what it was asked."""
        return self.status == 200

    @property
    def problem(self) -> str:
        """What went wrong, in one line."""
        if not self.status:
            return str(self.document)
        return f"status {self.status}: {json.dumps(self.document, ensure_ascii=False)[:300]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One service."""

    url: str
    bearer: str = ""
    timeout: float = 60.0

    def get(self, path: str) -> Answer:
        """Ask for a document."""
        return self._ask(path, None)

    def post(self, path: str, document: object) -> Answer:
        """Send a document and return the answer."""
        return self._ask(path, json.dumps(document, allow_nan=False).encode())

    def wait_until_ready(self, path: str, alive: Callable[[], bool], timeout: float) -> Answer:
        """Ask until the service is ready, is gone, the time is over, or it says for long why not. Return its last answer."""
        end = time.monotonic() + timeout
        answer = Answer(status=0, document="nothing was asked")
        while alive() and time.monotonic() < end:
            before, answer = answer, self.get(path)
            if answer.ok:
                break
            if answer.status and not before.status:
                # A service that speaks has tried its model already.
                end = min(end, time.monotonic() + _LONG)
            time.sleep(_PAUSE)
        return answer

    @property
    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}

    def _ask(self, path: str, body: bytes | None) -> Answer:
        headers = {"Content-Type": "application/json"} | self._authorization
        request = urllib.request.Request(f"{self.url}{path}", data=body, headers=headers)  # noqa: S310 - always http
        try:
            with _OPENER.open(request, timeout=self.timeout) as response:
                return Answer(status=response.status, document=_decoded(response.read()))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(status=error.code, document=_decoded(error.read()))
        except (OSError, ValueError) as error:
            return Answer(status=0, document=f"no answer: {getattr(error, 'reason', error)}")


def free_port() -> int:
    """Find a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _decoded(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", errors="replace")
