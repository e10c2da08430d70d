"""The style of derived files: what is merely the author's way is excused, what cannot run is not."""

from pathlib import Path

from promote.environment.ruff import clean, formatted


def test_names_that_nothing_binds_stay_visible(tmp_path: Path) -> None:
    """A comment excuses the author's style; nothing excuses a name that is not there."""
    (tmp_path / "pyproject.toml").write_text('[tool.ruff.lint]\nselect = ["E", "F"]\n')
    (tmp_path / "derived.py").write_text("def f(a):\n    if a == None:\n        return nowhere\n")

    clean(tmp_path, ["derived.py"])

    assert (tmp_path / "derived.py").read_text() == (
        "def f(a):\n    if a == None:  # noqa: E711\n        return nowhere\n"
    )


def test_formatted_files_are_told_from_the_others(tmp_path: Path) -> None:
    """By the project's own settings; what cannot be parsed is not formatted either."""
    (tmp_path / "ruff.toml").write_text("line-length = 20\n")
    (tmp_path / "src").mkdir()
    for name, text in {
        "as_is": "x = 1\n",
        "wide": f"x = [{'1, ' * 9}]\n",
        "spaced": "x  =  1\n",
        "broken": "x = (\n",
    }.items():
        (tmp_path / "src" / f"{name}.py").write_text(text)

    assert formatted(tmp_path, [f"src/{name}.py" for name in ("as_is", "wide", "spaced", "broken")]) == ["src/as_is.py"]
