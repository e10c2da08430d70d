"""What only people can say: `make governance` names it until it is said."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a page beside the Makefile of the project."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs" / "page.md"


def governance(page: Path) -> tuple[bool, str]:
    """Tell whether all is said, and what is not."""
    done = subprocess.run(
        ["make", "--silent", "governance"],
        cwd=page.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout


def test_open_part(page: Path) -> None:
    """A part that nobody has written is named by its heading, and an owner who is missing by the line."""
    page.write_text(
        "# Page\n\n| owner | nobody yet |\n\n## Use\n\n> To be written by the owner.\n\n## Limits\n\nNone.\n"
    )

    assert governance(page) == (False, "docs/page.md: owner\ndocs/page.md: Use\n")


def test_all_is_said(page: Path) -> None:
    """A page that is complete passes."""
    page.write_text("# Page\n\n| owner | Ann |\n\n## Use\n\nTo be written by hand, says Ann.\n")

    assert governance(page) == (True, "")
