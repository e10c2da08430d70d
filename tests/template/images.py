"""Images without a daemon and without an image registry.

`buildah` builds what the Dockerfile of a project says, in a chroot. The images that the Dockerfile begins from are stood
in for: a Python base is a Debian system made by `debootstrap`, an image of uv holds the uv of this environment. They are
made once and kept in the user's cache.
"""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import uv

from tests.template.locking import alone

DEBIAN = "http://deb.debian.org/debian"
RELEASES = {"3.11": "bookworm", "3.13": "trixie"}
"""The Debian release whose own Python has this version."""

CERTIFICATES = Path("/etc/ssl/certs")

ENVIRONMENT = (
    "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    # Whoever stands between this machine and the package index is trusted there as it is here.
    f"SSL_CERT_FILE={CERTIFICATES / 'ca-certificates.crt'}",
    "UV_SYSTEM_CERTS=1",
)

_FROM = re.compile(r"^(?:FROM|COPY\s+.*--from=|RUN\s+.*--mount=\S*from=)\s*(?P<image>[^\s,]+)", re.MULTILINE)
_STAGE = re.compile(r"^FROM\s+\S+\s+AS\s+(?P<stage>\S+)", re.MULTILINE | re.IGNORECASE)
_ARGUMENT = re.compile(r"^ARG\s+(?P<name>\w+)=(?P<value>\S+)", re.MULTILINE)
_PYTHON = re.compile(r"(?:^|/)python:(?P<version>\d+\.\d+)")

REQUIRED = ("buildah", "debootstrap")


def foreign_images(dockerfile: str) -> tuple[str, ...]:
    """Name the images that a Dockerfile takes from elsewhere, with its build arguments filled in."""
    arguments = {found["name"]: found["value"] for found in _ARGUMENT.finditer(dockerfile)}
    stages = {found["stage"] for found in _STAGE.finditer(dockerfile)}
    named = (_filled(found["image"], arguments) for found in _FROM.finditer(dockerfile))
    return tuple(dict.fromkeys(name for name in named if name not in stages and name != "scratch"))


def _filled(text: str, arguments: dict[str, str]) -> str:
    return re.sub(r"\$\{?(\w+)\}?", lambda found: arguments.get(found[1], found[0]), text)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder with its own image storage, so that nothing of the machine's is touched."""

    folder: Path

    def provide(self, reference: str) -> None:
        """Have an image ready under the name that a Dockerfile calls it by."""
        with alone(self.folder / "lock"):
            self._provide(reference)

    def _provide(self, reference: str) -> None:
        if self._succeeds("inspect", "--type", "image", reference):
            return
        python = _PYTHON.search(reference)
        if python:
            self._from_folder(reference, self._debian(RELEASES[python["version"]]))
        elif "uv" in reference.split(":", maxsplit=1)[0].rsplit("/", maxsplit=1)[-1]:
            self._from_folder(reference, self._uv())
        else:
            raise LookupError(f"nothing here stands in for the image {reference}")

    def build(self, project: Path, tag: str) -> None:
        """Build a project's Dockerfile."""
        for reference in foreign_images((project / "Dockerfile").read_text()):
            self.provide(reference)
        self._buildah(
            "bud", "--isolation", "chroot", "--pull-never", "--layers", "--quiet",
            "--volume", f"{CERTIFICATES}:{CERTIFICATES}:ro",
            "--tag", tag, str(project),
        )  # fmt: skip

    def configuration(self, tag: str) -> dict[str, object]:
        """What an image says of itself: user, command, environment, ports."""
        text = self._buildah("inspect", "--type", "image", tag)
        settings: dict[str, object] = json.loads(text)["OCIv1"]["config"]
        return settings

    @contextmanager
    def running(self, tag: str, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Run an image's own command as its own user, on the machine's network, writing what it says to `log`."""
        settings = self.configuration(tag)
        command = [*_words(settings.get("Entrypoint")), *_words(settings.get("Cmd"))]
        container = self._buildah("from", "--pull-never", tag).strip()
        try:
            for name, value in environment.items():
                self._buildah("config", "--env", f"{name}={value}", container)
            run = self._command("run", "--isolation", "chroot", container, "--", *command)
            with log.open("wb") as said:
                process = subprocess.Popen(run, stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
            try:
                yield process
            finally:
                _stop(process)
        finally:
            self._buildah("rm", container)

    def remove(self, tag: str) -> None:
        """Forget an image that a test built."""
        self._buildah("rmi", "--force", tag)

    def _debian(self, release: str) -> Path:
        """A minimal Debian system with Python, made once."""
        system = self.folder / release
        if not (system / "made").exists():
            shutil.rmtree(system, ignore_errors=True)
            packages = "--include=python3,python3-pip,python3-venv,ca-certificates"
            system.mkdir(parents=True)
            _run(["debootstrap", "--variant=minbase", packages, release, str(system / "root"), DEBIAN])
            for leftover in ("var/cache/apt/archives", "var/lib/apt/lists"):
                shutil.rmtree(system / "root" / leftover)
            (system / "root" / "usr/bin/python").symlink_to("python3")
            for marker in system.glob("root/usr/lib/python3*/EXTERNALLY-MANAGED"):
                marker.unlink()
            (system / "made").touch()
        return system / "root"

    def _uv(self) -> Path:
        folder = self.folder / "uv"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(uv.find_uv_bin(), folder / "uv")
        return folder

    def _from_folder(self, reference: str, folder: Path) -> None:
        container = self._buildah("from", "scratch").strip()
        self._buildah("add", "--quiet", container, str(folder), "/")
        for variable in ENVIRONMENT:
            self._buildah("config", "--env", variable, container)
        self._buildah("commit", "--quiet", "--rm", container, reference)

    def _succeeds(self, *words: str) -> bool:
        return subprocess.run(self._command(*words), capture_output=True, check=False).returncode == 0

    def _buildah(self, *words: str) -> str:
        return _run(self._command(*words))

    def _command(self, *words: str) -> list[str]:
        driver = os.environ.get("STORAGE_DRIVER", "overlay")
        places = ("--root", str(self.folder / "storage"), "--runroot", str(self.folder / "run"))
        return ["buildah", *places, "--storage-driver", driver, *words]


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
            return


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout
