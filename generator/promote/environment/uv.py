"""A project's environments, made from its lock by uv, untouched by the environment that `promote` itself runs in."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from promote.environment.processes import Finished, run

_FOREIGN = frozenset(
    {
        "CONDA_PREFIX",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "PYTHONWARNINGS",
        "UV_FIND_LINKS",
        "UV_FROZEN",
        "UV_LOCKED",
        "UV_NO_SYNC",
        "UV_PROJECT",
        "UV_PROJECT_ENVIRONMENT",
        "UV_WORKING_DIR",
        "VIRTUAL_ENV",
        "VIRTUAL_ENV_PROMPT",
    }
)
"""What the caller's own environment sets, and a project must not see."""

_HOMES = ("HOME", "USERPROFILE")
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
TEMPORARY = "tmp"
"""Name of the temporary folder in a home that stands in."""


def uv_binary() -> str:
    """Find uv: the caller's own, else the one that was installed with promote."""
    from uv import find_uv_bin

    return shutil.which("uv") or str(find_uv_bin())


def surroundings(*, without_prefix: str = "") -> dict[str, str]:
    """Return the environment variables that a project's processes see."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in _FOREIGN and not (without_prefix and name.upper().startswith(without_prefix))
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One virtual environment of a project. `variables` are what its processes see."""

    project: Path
    folder: Path
    timeout: float
    variables: dict[str, str] = field(default_factory=surroundings)
    home: Path | None = None
    """Stands in for the person's home and for the system's temporary folder, so that a process finds neither by itself."""

    def lock(self) -> Finished:
        """Resolve the project's dependencies to `uv.lock`."""
        return self._uv("lock", "--quiet")

    def sync(self, *groups: str, default_groups: bool = True) -> Finished:
        """Make the environment from the lock, with the groups named, and the default groups unless they are not wanted."""
        options = [] if default_groups else ["--no-default-groups"]
        return self._uv("sync", "--locked", "--quiet", *options, *(f"--group={group}" for group in groups))

    def install(self, *packages: str) -> Finished:
        """Add packages that the lock does not know."""
        return self._uv("pip", "install", "--quiet", f"--python={self.python}", *packages)

    def run(self, *command: str, folder: Path | None = None) -> Finished:
        """Run a command of the environment."""
        return run(self.command(*command), folder=folder or self.project, environment=self.seen, timeout=self.timeout)

    def command(self, *command: str) -> Sequence[str]:
        """Spell a command of the environment."""
        return (uv_binary(), "run", "--quiet", "--no-sync", f"--project={self.project}", *command)

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / "bin" / "python"

    @property
    def seen(self) -> dict[str, str]:
        """The variables of a process in this environment."""
        own = self._with_environment()
        if self.home is None:
            return own
        elsewhere = {**dict.fromkeys(_HOMES, str(self.home)), **dict.fromkeys(_TEMPORARY, str(self.home / TEMPORARY))}
        return {name: value for name, value in own.items() if not name.startswith("XDG_")} | elsewhere

    def _with_environment(self) -> dict[str, str]:
        return {**self.variables, "UV_PROJECT_ENVIRONMENT": str(self.folder)}

    def _uv(self, *arguments: str) -> Finished:
        # uv itself works in the person's home: its cache and its Pythons are there.
        command = (uv_binary(), *arguments)
        return run(command, folder=self.project, environment=self._with_environment(), timeout=self.timeout)
