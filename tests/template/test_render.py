"""Every variant renders without trust, completely, and without a trace of what was not chosen."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.template import rendering
from tests.template.rendering import Project, choices
from tests.template.variants import read_rows, read_space, read_traces

UNRENDERED = re.compile(r"(?<!\$)\{\{|\{%|\{#|StrictUndefined|Undefined\b|\bUNSET\b")
"""Jinja that nobody rendered. `${{ }}` belongs to GitHub."""

FILES, LINES = 45, 2650
"""What the default project may have at most, all of it counted."""

RENDERED_LATER = "/page.html"
"""The page that a service renders itself."""

NOT_LOOKED_AT = ("notebooks/", ".copier-answers.yml", ".promote/base/", "data/", "tests/data/", "uv.lock")
"""The notebook and its data are a person's own, and the answers say what was not chosen too."""


def texts(project: Project) -> Iterator[tuple[str, str]]:
    """The text of every file that the template or the compiler wrote."""
    for name, path in zip(project.names(), project.files(), strict=True):
        if not name.startswith(NOT_LOOKED_AT):
            yield name, path.read_text()


def stands_in(word: str, text: str) -> bool:
    """Whether a word stands in a text, at the beginning of a word, in any case: no `flower` in `OverflowError`."""
    return re.search(rf"(?<![a-z]){re.escape(word)}", text, re.IGNORECASE) is not None


def test_nothing_is_left_unrendered(project: Project) -> None:
    """Neither in a file nor in a name."""
    left = [
        f"{name}: {found[0]}"
        for name, text in texts(project)
        if not name.endswith(RENDERED_LATER) and (found := UNRENDERED.search(text))
    ]
    named = [name for name in project.names() if "{" in name or name.endswith(".jinja")]

    assert left + named == []


def test_no_folder_is_empty_and_no_file_ends_in_the_middle_of_a_line(project: Project) -> None:
    """A person who looks around finds nothing unfinished."""
    folders = [path for path in project.folder.rglob("*") if path.is_dir() and ".git" not in path.parts]
    empty = [str(path.relative_to(project.folder)) for path in folders if not any(path.iterdir())]
    ragged = [name for name, text in texts(project) if text and not text.endswith("\n")]
    spaced = [
        name for name, text in texts(project) if text.endswith("\n\n") or re.search(r"[ \t]$", text, re.MULTILINE)
    ]

    assert (empty, ragged, spaced) == ([], [], [])


def test_what_was_not_chosen_leaves_no_trace(project: Project) -> None:
    """The table of traces is in variants.yml."""
    found: list[str] = []
    for dimension, value, trace in read_traces():
        if project.row[dimension] == value:
            continue
        found += [f"{dimension}: {path}" for pattern in trace.paths for path in project.folder.glob(pattern)]
        found += [
            f"{dimension}: {word!r} in {name}"
            for name, text in texts(project)
            if not trace.allowed(name)
            for word in trace.words
            if stands_in(word, f"{name}\n{text}")
        ]

    assert not found, "\n".join(found)


def test_what_was_chosen_is_there(project: Project) -> None:
    """Otherwise the test above proves nothing: each word and path of a chosen value is found."""
    everything = "\n".join(f"{name}\n{text}" for name, text in texts(project))
    missing = [
        f"{dimension}: {trace}"
        for dimension, value, trace in read_traces()
        if project.row[dimension] == value
        if not all(any(project.folder.glob(pattern)) for pattern in trace.paths)
        or not any(stands_in(word, everything) for word in trace.words)
    ]

    assert not missing, "\n".join(missing)


PARSERS: dict[str, Callable[[str], object]] = {
    ".py": ast.parse,
    ".toml": tomllib.loads,
    ".json": json.loads,
    ".ipynb": json.loads,
    ".yaml": lambda text: list(yaml.safe_load_all(text)),
    ".yml": lambda text: list(yaml.safe_load_all(text)),
}


def test_every_file_parses(project: Project) -> None:
    """As what its name says."""
    for path in project.files():
        if path.suffix in PARSERS:
            PARSERS[path.suffix](path.read_text())


@pytest.fixture(scope="session")
def suggested(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """What a person gets who accepts every suggestion, without a notebook."""
    folder = tmp_path_factory.mktemp("suggested") / "project"
    rendering.stock(template, folder, {})
    return Project("suggested", read_space().pinned["default"], folder)


def test_the_pinned_default_is_what_nobody_asked_otherwise_for(suggested: Project) -> None:
    """A person who accepts every suggestion gets the variant that is tested most."""
    assert choices(suggested.row).items() <= suggested.answers.items()


def test_the_default_is_read_in_an_hour(suggested: Project) -> None:
    """A project that nobody can read belongs to nobody."""
    files = [path.read_bytes() for path in suggested.files()]

    assert len(files) <= FILES
    assert sum(content.count(b"\n") for content in files) <= LINES


@pytest.mark.parametrize("infrastructure", ["kubernetes", "prometheus"])
def test_what_reads_metrics_brings_them(infrastructure: str, template: Path, tmp_path: Path) -> None:
    """One answer is enough for a service that is watched."""
    rendering.stock(template, tmp_path / "project", {"infrastructure": [infrastructure]})

    assert (tmp_path / "project/src/iris/service/capabilities/metrics.py").exists()


@pytest.mark.parametrize("setting", ["_tasks", "_migrations", "_jinja_extensions", "_external_data"])
def test_the_template_asks_for_no_trust(root: Path, setting: str) -> None:
    """Stock Copier renders and updates it on any machine."""
    assert setting not in yaml.safe_load((root / "copier.yml").read_text())


@pytest.mark.parametrize("package", ["ab", "a_package_with_the_longest_name_there_is"])
@pytest.mark.parametrize("row", ["default", "everything", "nothing", "job"])
def test_a_name_of_any_length_leaves_style_and_format(row: str, package: str, template: Path, tmp_path: Path) -> None:
    """A line with the name of the package in it is written so that it need not be broken, however long that is."""
    rows = read_rows()
    answers = choices(rows[row]) | {"archetype": rows[row]["archetype"], "package_name": package}
    rendering.stock(template, tmp_path / "project", answers)

    for words in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        done = subprocess.run(
            [Path(sys.executable).parent / "ruff", *words],
            cwd=tmp_path / "project",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
