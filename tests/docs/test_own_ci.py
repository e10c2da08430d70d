"""The project holds itself to what it asks of the projects that it renders."""

import subprocess
import sys
from pathlib import Path

import yaml

BINARIES = Path(sys.executable).parent


def run(*words: str | Path) -> None:
    """Run a tool of this environment, and show what it says if it objects."""
    done = subprocess.run([BINARIES / words[0], *words[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_is_valid_and_audited(root: Path) -> None:
    """By GitHub's schema and by zizmor."""
    workflow = root / ".github" / "workflows" / "ci.yml"
    run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)
    run("zizmor", "--offline", "--quiet", workflow)


def test_every_hook_is_a_command_of_the_project(root: Path) -> None:
    """Hooks of other repositories would have versions of their own."""
    settings = yaml.safe_load((root / ".pre-commit-config.yaml").read_text())

    assert {repository["repo"] for repository in settings["repos"]} == {"local"}
    run("pre-commit", "validate-config", root / ".pre-commit-config.yaml")


def test_the_lock_file_is_current_and_names_the_public_index(root: Path) -> None:
    """No folder and no mirror of the machine that locked it."""
    run("uv", "lock", "--check", "--quiet", "--project", root)
    sources = {line.strip() for line in (root / "uv.lock").read_text().splitlines() if line.startswith("source = ")} - {
        'source = { registry = "https://pypi.org/simple" }',
        'source = { editable = "." }',
    }

    assert sources == set()
