"""What guards a project against others' mistakes, and its own: it fires, and never says that all is well when it cannot know."""

import json
import os
import shutil
import subprocess
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.template.environments import Environments, run
from tests.template.rendering import Project

pytestmark = pytest.mark.slow

SECRETS = {
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "AWS": "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub": "ghp_" + "a1B2" * 9,
    "GitLab": "glpat-" + "a1B2" * 5,
    "Hugging Face": "hf_" + "a1B2" * 9,
    "OpenAI": "sk-proj-" + "a1B2" * 9,
    "Slack": "xoxb-" + "1234567890-abcdef",
    "Google": "AIza" + "a1B2" * 9,
    "a token": "eyJ" + "a1B2" * 5 + ".eyJ" + "a1B2" * 5 + ".x",
}


def attempt(command: list[str], folder: Path, variables: Mapping[str, str]) -> tuple[int, str]:
    """Run a command that may fail."""
    done = subprocess.run(command, cwd=folder, env=dict(variables), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@contextmanager
def advisories(vulnerable: str) -> Iterator[str]:
    """A service for advisories in the form of OSV, which knows one vulnerable library."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            known = [each["package"]["name"] == vulnerable for each in queries]
            self.answer({"results": [{"vulns": [{"id": "TEST-1"}]} if each else {} for each in known]})

        def do_GET(self) -> None:
            package = {"ecosystem": "PyPI", "name": vulnerable}
            self.answer(
                {
                    "id": "TEST-1",
                    "modified": "2026-01-01T00:00:00Z",
                    "summary": "a hole",
                    "affected": [{"package": package}],
                }
            )

        def answer(self, body: object) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_audit_knows_or_fails(default: Project, environments: Environments, tmp_path: Path) -> None:
    """It names a library with an advisory, is content without one, and fails where nobody can be asked."""
    copy = default.copied(tmp_path)
    makefile = copy.folder / "Makefile"
    command = "uv audit --preview-features audit-command"
    assert command in makefile.read_text()

    with environments.ready(copy) as variables:
        outcomes = []
        for library in ("fastapi", "no-such-library"):
            with advisories(library) as service:
                outcomes.append(attempt([*command.split(), f"--service-url={service}"], copy.folder, variables))
        nowhere = variables | {"HTTPS_PROXY": "http://127.0.0.1:9", "UV_HTTP_RETRIES": "0"}
        outcomes.append(attempt(["make", "audit"], copy.folder, nowhere))

    (found, said), (clean, _), (unreachable, _) = outcomes
    assert found != 0
    assert "fastapi" in said
    assert "TEST-1" in said
    assert clean == 0
    assert unreachable != 0


def test_the_bill_of_materials_is_what_the_image_holds(
    pinned: Project, environments: Environments, tmp_path: Path
) -> None:
    """Every library of the lock file that the project needs when it runs, in that version, and no tool."""
    copy = pinned.copied(tmp_path)
    with environments.ready(copy) as variables:
        run(["make", "sbom"], copy.folder, variables)
        needed = run(
            ["uv", "export", "--quiet", "--no-default-groups", "--no-hashes", "--no-emit-project", "--no-annotate"],
            copy.folder,
            variables,
        )
    bill = json.loads((copy.folder / "sbom.cdx.json").read_text())
    listed = {f"{each['name']}=={each['version']}" for each in bill["components"]}
    locked = tomllib.loads((copy.folder / "uv.lock").read_text())["package"]

    assert bill["bomFormat"] == "CycloneDX"
    assert listed == {line.split(" ;")[0] for line in needed.splitlines() if "==" in line}
    assert listed < {f"{each['name']}=={each['version']}" for each in locked}
    assert not [each for each in listed if each.startswith(("pytest==", "mypy=="))]


def test_a_secret_stops_a_commit(default: Project, environments: Environments, tmp_path: Path) -> None:
    """By the hook that CI runs as well. The project as it comes has none."""
    copy = default.copied(tmp_path)
    shutil.rmtree(copy.folder / ".git", ignore_errors=True)
    leak = copy.folder / "src" / copy.package / "leak.py"
    scan = ["uv", "run", "--quiet", "pre-commit", "run", "secrets", "--all-files"]
    with environments.ready(copy) as variables:
        variables |= {"PRE_COMMIT_HOME": str(tmp_path / "hooks"), "GIT_CONFIG_GLOBAL": os.devnull}
        run(["git", "init", "--quiet"], copy.folder, variables)
        leak.write_text("")
        run(["git", "add", "--all"], copy.folder, variables)
        run(scan, copy.folder, variables)
        for kind, secret in SECRETS.items():
            leak.write_text(f'KEY = "{secret}"\n')
            code, said = attempt(scan, copy.folder, variables)
            assert code != 0, kind
            assert "leak.py" in said
