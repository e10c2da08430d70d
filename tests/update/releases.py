"""Releases of a template, made from the one in the checkout: what a template does to its projects over the years.

v0.1.0  as it is
v0.2.0  additions: a verb, a file, a question; a dependency bumped; a block moved
v1.0.0  a module renamed, a page deleted, lines changed
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.template.rendering import export

TAGS = ("v0.1.0", "v0.2.0", "v1.0.0")
SERVICE = "src/{{ package_name }}/service"
NEWS = {
    "v0.2.0": "clean:  ## Remove what was made",
    "v1.0.0": "Whoever is on call reads this first.",
}
"""A line that each release adds, by which one sees that it arrived."""


def release(folder: Path) -> Path:
    """Make the repository of a template with all its releases, and return its folder."""
    folder.mkdir(parents=True)
    export(folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    _tag(folder, "v0.1.0")
    _additions(folder)
    _tag(folder, "v0.2.0")
    _changes(folder)
    _tag(folder, "v1.0.0")
    return folder


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _additions(folder: Path) -> None:
    template = folder / "template"
    change(
        template / "{% if is_service %}Makefile{% endif %}.jinja",
        lambda text: text + f"\n.PHONY: clean\n{NEWS['v0.2.0']}\n\trm -rf models outputs\n",
    )
    change(folder / "copier.yml", lambda text: text.replace("mypy>=1.17", "mypy>=1.18"))
    change(template / "{% if is_service %}README.md{% endif %}.jinja", _last_section_first)
    (template / "docs" / "support.md").write_text(
        "# Support\n\nWhoever has a question asks it in the channel of the team.\n"
    )
    change(
        folder / "copier.yml",
        lambda text: text.replace(
            "\nowner:\n", '\nchannel:\n  type: str\n  help: Where to ask\n  default: ""\n\nowner:\n'
        ),
    )


def _changes(folder: Path) -> None:
    template = folder / "template"
    service = template / SERVICE
    git(folder, "mv", f"template/{SERVICE}/errors.py", f"template/{SERVICE}/problems.py")
    for path in template.rglob("*"):
        if path.is_file() and "service.errors" in path.read_text():
            change(path, lambda text: text.replace("service.errors", "service.problems"))
    git(folder, "rm", "--quiet", "template/docs/model-card.md.jinja")
    change(service / "routes.py.jinja", lambda text: text.replace('"""', '"""Routes. ', 1))
    change(
        template / "docs" / "{% if is_service %}runbook.md{% endif %}.jinja",
        lambda text: text.replace("\n\n", f"\n\n{NEWS['v1.0.0']}\n\n", 1),
    )


def change(path: Path, edit: Callable[[str], str]) -> None:
    """Edit a file, and make sure that it changed."""
    before = path.read_text()
    after = edit(before)
    assert after != before, path
    path.write_text(after)


def _last_section_first(text: str) -> str:
    head, *sections = text.split("\n## ")
    return "\n## ".join([head, sections[-1].rstrip("\n") + "\n", *sections[:-1]]).rstrip("\n") + "\n"


def _tag(folder: Path, name: str) -> None:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", f"Release {name}")
    git(folder, "tag", "--annotate", "--message", name, name)
