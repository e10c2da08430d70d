"""What promote does, in one go: a notebook becomes a project, the project is verified, and its service answers a request.

`make demo` runs this. Everything happens in a scratch folder, which is named at the end and kept.
"""

import contextlib
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent / "churn"
OURS = ("VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
SURROUNDINGS = {name: value for name, value in os.environ.items() if name not in OURS}
"""The project has an environment and a make of its own; ours are none of its business."""

PATIENCE = 60.0
"""Seconds within which the service must be ready."""


def run(command: str, folder: Path) -> None:
    """Show a command, and run it."""
    print(f"\n$ {command}", flush=True)
    subprocess.run(shlex.split(command), cwd=folder, env=SURROUNDINGS, check=True)


def ask(url: str, body: object = None) -> Any:  # noqa: ANN401 - whatever JSON comes back
    """Send a request, with a JSON body if there is one, and read the JSON that comes back."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})  # noqa: S310 - ours
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the service below
        return json.loads(answer.read())


@contextlib.contextmanager
def service(project: Path, package: str) -> Iterator[str]:
    """Start the service of a project on a free port, wait until it is ready, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    prefix = package.upper()
    surroundings = {**SURROUNDINGS, f"{prefix}_HOST": "127.0.0.1", f"{prefix}_PORT": str(port)}
    print(f"\n$ {prefix}_PORT={port} make serve &", flush=True)
    with (project.parent / "service.log").open("w") as log:
        process = subprocess.Popen(
            ["make", "serve"],
            cwd=project,
            env=surroundings,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process, project.parent / "service.log")
        yield url
    finally:
        # To make alone, which passes it on: uvicorn's reloader may hang when it is told twice.
        process.terminate()
        try:
            process.wait(timeout=30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask `/readyz` until it says yes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            ask(f"{url}/readyz")
            return
        time.sleep(0.2)
    sys.exit(f"the service did not become ready:\n{log.read_text()}")


def main() -> None:
    """Promote, verify, train, serve, ask."""
    scratch = Path(tempfile.mkdtemp(prefix="promote-demo-"))
    shutil.copytree(EXAMPLE, scratch, dirs_exist_ok=True)
    project = scratch / "service"

    run("promote churn.ipynb service --defaults", scratch)
    run("promote verify service", scratch)

    (package,) = (path.parent.name for path in project.glob("src/*/contract.py"))
    run("make train", project)
    example = subprocess.check_output(
        ["uv", "run", "--quiet", "python", "-c", f"import json, {package}.contract as c; print(json.dumps(c.EXAMPLE))"],
        cwd=project,
        env=SURROUNDINGS,
        text=True,
    )
    with service(project, package) as url:
        request = {"instances": [json.loads(example)]}
        print(f"\n$ curl {url}/predict --json '{json.dumps(request)}'")
        print(json.dumps(ask(f"{url}/predict", request), indent=2))

    print(f"\nThe project is in {project}. Begin with PROMOTION.md.")


if __name__ == "__main__":
    main()
