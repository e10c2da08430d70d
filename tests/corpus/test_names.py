"""No code knows a notebook that promote is measured with, and no file tells one."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.corpus.names import HASHES, LONGEST, SHORTEST, digest, names_of, runs, spelled


def written(root: Path) -> list[Path]:
    """Every text of the project that people or programs wrote."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    skipped = {"uv.lock", HASHES.relative_to(root).as_posix()}
    return [
        root / name for name in listed.stdout.split("\0") if name and name not in skipped and (root / name).is_file()
    ]


def test_no_file_names_a_notebook_of_the_corpus(root: Path) -> None:
    """In an identifier, a comment or a path: a compiler that knows its examples shows nothing."""
    hashes = frozenset(json.loads(HASHES.read_text()))
    known: dict[str, bool] = {}
    found: dict[str, str] = {}
    for path in written(root):
        text = f"{path.relative_to(root)}\n{path.read_bytes().decode(errors='replace')}"
        for run in set(runs(text)):
            if run not in known:
                known[run] = digest(run) in hashes
            if known[run]:
                found[run] = path.relative_to(root).as_posix()

    assert len(hashes) > 100
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "house_prices = 1",
        "class HousePrices:",
        "# House prices (2019)",
        "see some/House-Prices_4.ipynb",
        "HOUSE_PRICES",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    """In the case and with the signs of any language."""
    (name,) = spelled(["house-prices-4"])

    assert name in set(runs(text))


def test_names_of_a_list() -> None:
    """A repository's, its owner's, a notebook's, and the folder's that it lies in here."""
    assert names_of("somebody/house-prices Day 3/My model.ipynb 3ffb6a6a some-house") == [
        "somebody",
        "house-prices",
        "My model",
        "some-house",
    ]


def test_what_anybody_says_is_no_name() -> None:
    """Short words, and those of the subject."""
    assert list(spelled(["a" * (SHORTEST - 1), "untitled", "Machine-Learning", "2019"])) == []
    assert list(spelled(["_".join("abcdefghijkl")])) == ["abcdefghijkl"[:LONGEST]]
