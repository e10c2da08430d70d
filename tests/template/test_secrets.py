"""A secret and an address that are seeded wherever a caller, an operator or a model could put them, and come out nowhere."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.template.environments import Environments
from tests.template.rendering import Project
from tests.template.test_operation import PATIENCE, record, request, serving

pytestmark = pytest.mark.slow

SECRET = "k4n4r1env0gel"  # noqa: S105 - nobody's
PERSON = "ann.berg@example.com"
SEEDED = (SECRET.encode(), PERSON.encode(), PERSON.replace("@", "%40").encode())

DRIVER = f"""
import os, uvicorn
from {{package}}.service.app import from_environment

app = from_environment()
predict = app.state.model.predict

def predict_or_fail(model, instances):
    if instances[0].total_charges == "raise":
        try:
            raise KeyError("{PERSON}")
        except KeyError as error:
            raise RuntimeError("postgres://ann:{SECRET}@db and password={SECRET}") from error
    return predict(model, instances)

app.state.model.predict = predict_or_fail
uvicorn.run(app, port=int(os.environ["{{prefix}}_PORT"]), log_config=None, access_log=False)
"""
"""The service, whose model quotes secrets when it fails."""

HEADERS = (
    {"X-API-Key": SECRET},
    {"Authorization": f"Bearer {SECRET}"},
    {"Authorization": f"Basic {SECRET}"},
    {"Cookie": f"session={SECRET}"},
    {"User-Agent": PERSON, "Referer": f"https://example.com/?token={SECRET}"},
    {"X-Request-ID": PERSON},
    {"X-Forwarded-For": PERSON, "Forwarded": f"for={PERSON}"},
    {"traceparent": f"00-{SECRET}", "baggage": f"user={PERSON}"},
)
PATHS = (f"/{PERSON}", f"/users/{PERSON}/token={SECRET}", f"/predict?token={SECRET}&user={PERSON}")


@contextmanager
def collecting() -> Iterator[tuple[str, list[bytes]]]:
    """Run what spans are sent to, and keep what comes."""
    spans: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            spans.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", spans
        server.shutdown()


@pytest.mark.parametrize("environment", ["production", "development"])
def test_what_is_seeded_appears_nowhere(
    everything: Project, environments: Environments, tmp_path: Path, environment: str
) -> None:
    """Not in the log, which tells all that it can, not in a span, a metric or a line of the audit log."""
    copy = everything.copied(tmp_path)
    prefix, key = copy.package.upper(), {"X-API-Key": f"{SECRET}-key"}
    (copy.folder / "driver.py").write_text(DRIVER.format(package=copy.package, prefix=prefix))
    good = record(copy)
    bodies = [
        *([good | {name: f"{SECRET} {PERSON}"}] for name in good),
        [good | {PERSON: SECRET, SECRET: PERSON}],
        [good | {"TotalCharges": "raise"}],
        [good],
        {SECRET: PERSON},
    ]
    with environments.ready(copy) as variables, collecting() as (collector, spans):
        variables |= {
            f"{prefix}_API_KEY_HASHES": sha256(key["X-API-Key"].encode()).hexdigest(),
            f"{prefix}_ENVIRONMENT": environment,
            f"{prefix}_LOG_LEVEL": "DEBUG",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector,
            "OTEL_EXPORTER_OTLP_HEADERS": f"authorization=Bearer {SECRET}",
            "OTEL_BSP_SCHEDULE_DELAY": "100",
        }
        with serving(copy, variables, "driver.py") as (_, port):
            statuses = set()
            for body in bodies:
                sent = json.dumps({"instances": body}).encode()
                statuses.add(request(port, "POST", "/predict", sent, key).status)
                statuses.add(request(port, "POST", "/predict", sent[:-1], key).status)
            for path in PATHS:
                statuses |= {request(port, "GET", path, headers=each).status for each in (key, {})}
            for headers in HEADERS:
                statuses |= {request(port, "GET", "/nowhere", headers=each).status for each in (headers, key | headers)}
            metrics = request(port, "GET", "/metrics", headers=key).body
            time.sleep(1)  # the last spans are on their way
        (audit,) = (copy.folder / "outputs/audit").iterdir()
        told = {
            "log": (copy.folder / "service.log").read_bytes(),
            "spans": b"".join(spans),
            "metrics": metrics,
            "audit log": audit.read_bytes(),
        }

    assert statuses == {200, 401, 404, 405, 422, 500}
    assert b"RuntimeError" in told["log"]
    assert b"POST /predict" in told["spans"]
    assert b'input_violations_total{field="other"}' in told["metrics"]
    for place, text in told.items():
        assert not [each for each in SEEDED if each in text], place
        assert (b"[redacted]" in text) == (place != "metrics"), place


def test_a_key_in_the_wrong_setting_is_not_printed(
    everything: Project, environments: Environments, tmp_path: Path
) -> None:
    """Who sets the key where its hash belongs is told so, without the key."""
    copy = everything.copied(tmp_path)
    setting = f"{copy.package.upper()}_API_KEY_HASHES"
    with environments.ready(copy) as variables:
        python = Path(variables["UV_PROJECT_ENVIRONMENT"]) / "bin" / "python"
        done = subprocess.run(
            [python, "-m", f"{copy.package}.service"],
            cwd=copy.folder,
            env=variables | {setting: SECRET},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    assert done.returncode != 0
    assert "api_key_hashes" in done.stderr
    assert SECRET not in done.stdout + done.stderr
