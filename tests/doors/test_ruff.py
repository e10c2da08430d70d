"""The style of derived files: what is merely the author's way is excused, what cannot run is not."""

from pathlib import Path

from promote.environment.ruff import clean


def test_names_that_nothing_binds_stay_visible(tmp_path: Path) -> None:
    """A comment excuses the author's style; nothing excuses a name that is not there."""
    (tmp_path / "pyproject.toml").write_text('[tool.ruff.lint]\nselect = ["E", "F"]\n')
    (tmp_path / "derived.py").write_text("def f(a):\n    if a == None:\n        return nowhere\n")

    clean(tmp_path, ["derived.py"])

    assert (tmp_path / "derived.py").read_text() == (
        "def f(a):\n    if a == None:  # noqa: E711\n        return nowhere\n"
    )
