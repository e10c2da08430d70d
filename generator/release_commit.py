"""A build hook: what is published says which commit it was made from, because projects record that beside the version."""

import subprocess
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "RELEASE_COMMIT"
"""In a source distribution, where there is no repository to ask."""
PACKED = "promote/_template/commit"


class ReleaseCommit(BuildHookInterface[Any]):
    """Packs the commit of a release. What is built from anything else carries none: no tag would lead to it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface
        """Add the file, if there is something to say."""
        unpacked = Path(self.root) / NAME
        commit = unpacked.read_text(encoding="utf-8") if unpacked.is_file() else self._released()
        if commit:
            file = Path(mkdtemp(prefix="promote-build-")) / NAME
            file.write_text(commit, encoding="utf-8")
            build_data["force_include"][str(file)] = PACKED if self.target_name == "wheel" else NAME

    def _released(self) -> str:
        tag = f"v{self.metadata.version}"
        if self._git("status", "--porcelain") or tag not in self._git("tag", "--points-at", "HEAD").split():
            return ""
        return self._git("rev-parse", "HEAD").strip()

    def _git(self, *words: str) -> str:
        try:
            return subprocess.run(["git", *words], cwd=self.root, capture_output=True, text=True, check=False).stdout
        except OSError:
            return ""
