"""A first commit works on every machine, and runs nothing of the person's own."""

import subprocess
from pathlib import Path

import pytest

from promote import git
from promote.errors import ToolError


def log(folder: Path, form: str) -> str:
    """The last commit, in a format."""
    done = subprocess.run(["git", "log", f"--format={form}"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_folder_becomes_a_repository_with_one_commit(tmp_path: Path) -> None:
    """And a clean one."""
    (tmp_path / "a.txt").write_text("a")
    git.first_commit(tmp_path, "Promote churn.ipynb")
    status = subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert log(tmp_path, "%s") == "Promote churn.ipynb"
    assert status.stdout == ""
    assert git.repository_around(tmp_path / "sub" / "folder") == tmp_path.resolve()


def test_whoever_is_configured_is_the_author(tmp_path: Path) -> None:
    """The environment of the tests names one."""
    (tmp_path / "a.txt").write_text("a")
    git.first_commit(tmp_path, "m")

    assert log(tmp_path, "%ae") == "tests@example.invalid"


def test_nobody_configured_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One commit is made by a stand-in, and nothing is configured."""
    for role in ("AUTHOR", "COMMITTER"):
        for part in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{role}_{part}", raising=False)
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.txt").write_text("a")
    git.first_commit(project, "m")

    assert log(project, "%an <%ae>") == "promote <promote@localhost>"
    assert "promote" not in (project / ".git" / "config").read_text()


def test_hooks_signing_and_global_ignores_have_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's configuration is for their own commits."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    (tmp_path / "ignore").write_text("*.csv\n")
    config = tmp_path / "gitconfig"
    config.write_text(
        f"[core]\n\thooksPath = {hooks}\n\texcludesFile = {tmp_path}/ignore\n[commit]\n\tgpgSign = true\n"
        "[gpg]\n\tprogram = false\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.csv").write_text("a")
    git.first_commit(project, "m")

    assert not (tmp_path / "ran").exists()
    assert log(project, "%s") == "m"


def test_the_repository_of_a_calling_hook_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks where their repository is. That is not for us."""
    other, project = tmp_path / "other", tmp_path / "project"
    for folder in (other, project):
        folder.mkdir()
        (folder / "a.txt").write_text("a")
    git.first_commit(other, "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    git.first_commit(project, "m")
    monkeypatch.undo()

    assert log(other, "%s") == "other"
    assert log(project, "%s") == "m"


def test_no_repository_is_no_error(tmp_path: Path) -> None:
    """The parent may not even exist."""
    assert git.repository_around(tmp_path / "new") is None


def test_a_failure_says_what_git_said(tmp_path: Path) -> None:
    """An empty folder cannot be committed."""
    with pytest.raises(ToolError, match="git commit"):
        git.first_commit(tmp_path, "m")


def test_without_git_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is merely not there."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not git.is_there()
    assert git.repository_around(tmp_path) is None
