"""promote adds to what Copier renders, and changes none of it."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from tests.template.rendering import ROOT, Project, stock

RECORDED_SOURCE = {"_src_path", "_commit", "_commit_sha"}
"""The public home of the template stands here: docs/decisions/0007-recorded-source.md."""


def facts_of(project: Project) -> dict[str, object]:
    """The recorded answers, without the recorded source."""
    return {name: value for name, value in project.answers.items() if name not in RECORDED_SOURCE}


def contents(folder: Path, names: Mapping[str, Path]) -> dict[str, bytes]:
    """Relative path -> bytes, for some files below a folder."""
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def test_stock_copier_renders_the_same_from_the_same_answers(project: Project, template: Path, tmp_path: Path) -> None:
    """Every file of the template is byte for byte the same, and nothing is missing."""
    twin = tmp_path / "twin"
    stock(template, twin, facts_of(project))
    rendered = {path.relative_to(twin).as_posix(): path for path in twin.rglob("*") if path.is_file()}
    rendered.pop(".copier-answers.yml")

    assert contents(project.folder, rendered) == contents(twin, rendered)


def test_recorded_answers_are_those_of_stock_copier(project: Project, template: Path, tmp_path: Path) -> None:
    """Except where the template came from."""
    twin = tmp_path / "twin"
    stock(template, twin, facts_of(project))
    recorded = yaml.safe_load((twin / ".copier-answers.yml").read_text())

    assert facts_of(project) == {name: value for name, value in recorded.items() if name not in RECORDED_SOURCE}


def test_nothing_of_this_machine_is_recorded(project: Project) -> None:
    """A project is the same wherever it was made."""
    machine = (str(ROOT), str(project.folder.parent))
    found = [
        f"{word} in {name}"
        for name, path in zip(project.names(), project.files(), strict=True)
        for word in machine
        if project.row["notebook"] == "promoted" and word.encode() in path.read_bytes()
    ]

    assert found == []
