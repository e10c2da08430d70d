"""What a project's processes see of the person's own environment."""

from pathlib import Path

from promote.environment.uv import Environment


def environment(home: Path | None) -> Environment:
    """An environment that is not there."""
    variables = {
        "HOME": "/home/somebody",
        "TMPDIR": "/home/somebody/tmp",
        "XDG_CONFIG_HOME": "/home/somebody/.config",
        "A": "b",
    }
    return Environment(project=Path("p"), folder=Path("p/.venv"), timeout=1, variables=variables, home=home)


def test_a_home_that_stands_in() -> None:
    """Nothing leads to the person's own home or to the shared temporary folder."""
    seen = environment(Path("/scratch/home")).seen

    assert seen["HOME"] == "/scratch/home"
    assert {seen[name] for name in ("TMPDIR", "TEMP", "TMP")} == {"/scratch/home/tmp"}
    assert not any("somebody" in value for value in seen.values())
    assert (seen["A"], seen["UV_PROJECT_ENVIRONMENT"]) == ("b", "p/.venv")


def test_no_home_that_stands_in() -> None:
    """Then a process sees the person's own."""
    assert environment(None).seen["HOME"] == "/home/somebody"
