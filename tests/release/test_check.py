"""What a release of a template may not do, on repositories that are made for it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from promote.cli import run
from tests.update.overlays import Home, git, overlay_home

SETTINGS = """\
_subdirectory: template
_exclude:
  - /left/
  - "{% if size == 'small' %}/docs{% endif %}"

package:
  type: str
  default: parcels

size:
  type: str
  choices: [small, large]
  default: large

colour:
  type: str
  choices:
    Red: {value: red}
    Blue: {value: blue}
  default: red

hidden:
  when: false
  default: "{{ package }}"
"""

FILES = {
    "copier.yml": SETTINGS,
    "template/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml -}}\n",
    "template/pyproject.toml": "[tool.ruff]\nline-length = 100\n",
    "template/README.md.jinja": "# {{ package }}\n",
    "template/docs/runbook.md": "# Runbook\n",
    "template/left/notes.md": "# Notes\n",
    "template/src/{{ package }}/config.py.jinja": 'NAME = "{{ package }}"\nSIZE = "{{ size }}"\n',
}

CONFIG = "template/src/{{ package }}/config.py.jinja"
Edits = Mapping[str, str | None]

RENAMED: dict[str, str | None] = {CONFIG: None, "template/src/{{ package }}/settings.py.jinja": FILES[CONFIG]}
MIGRATION = """\
_migrations:
  - version: {version}
    command: "for folder in src/*/; do git mv $folder/config.py $folder/settings.py; done"
"""


def settings(old: str = "", new: str = "", *, more: str = "") -> dict[str, str | None]:
    """The template's settings, with a change."""
    assert old in SETTINGS
    return {"copier.yml": SETTINGS.replace(old, new, 1) + more}


REFUSED: dict[str, tuple[Edits, str]] = {
    "a file is removed": ({"template/README.md.jinja": None}, "`README.md` is gone"),
    "a file is renamed": (RENAMED, "`src/{{ package }}/config.py` is gone"),
    "a file gets a condition": (
        {"template/README.md.jinja": None, "template/{% if size == 'small' %}README.md{% endif %}": "# Parcels\n"},
        "with the defaults, `README.md` is not written any more",
    ),
    "a file that only some projects leave alone": ({"template/docs/runbook.md": None}, "`docs/runbook.md` is gone"),
    "a migration that was there before": (
        RENAMED | settings(more=MIGRATION.format(version="v1.0.0")),
        "`src/{{ package }}/config.py` is gone",
    ),
    "a migration of something else": (
        settings(more=MIGRATION.format(version="v2.0.0")) | {"template/README.md.jinja": None},
        "`README.md` is gone",
    ),
    "a choice is removed": (settings("[small, large]", "[large]"), "`small` is no choice of `size` any more"),
    "a choice is renamed": (settings("value: blue", "value: azure"), "`blue` is no choice of `colour` any more"),
    "a question is removed": (
        settings("package:\n  type: str\n  default: parcels", "package: {when: false, default: parcels}"),
        "the question `package` is gone",
    ),
    "a new question has no default": (
        settings(more="\nteam:\n  type: str\n"),
        "the new question `team` has no default",
    ),
    "the formatter would change a file": (
        {CONFIG: "NAME = '{{ package }}'\n"},
        "the formatter would change `src/parcels/config.py`",
    ),
    "it cannot be rendered": ({CONFIG: "NAME = {{ package | nonsense }}\n"}, "the template cannot be rendered"),
}

ACCEPTED: dict[str, Edits] = {
    "nothing changes": {},
    "texts change": {"template/README.md.jinja": "# {{ package }}, for good\n"},
    "files are added": {"template/docs/{{ package }}.md": "# More\n"},
    "a name gets a condition and loses its suffix": {
        "template/README.md.jinja": None,
        "template/{% if size %}README.md{% endif %}": "# Parcels\n",
    },
    "a name is spelled otherwise": {CONFIG: None, CONFIG.replace("{{ package }}", "{{package}}"): FILES[CONFIG]},
    "a file is left to the projects": {"template/left/notes.md": None},
    "a rename has a migration": RENAMED | settings(more=MIGRATION.format(version="v2.0.0")),
    "a lost choice has a migration": settings(
        "[small, large]",
        "[large]",
        more='_migrations: [{version: v2.0.0, command: "sed -i s/small/large/ .copier-answers.yml"}]\n',
    ),
    "a choice is added": settings("[small, large]", "[small, medium, large]"),
    "a choice becomes any text": settings("  choices: [small, large]\n"),
    "a new question has a default": settings(more="\nteam:\n  type: str\n  default: platform\n"),
    "a computed value goes": settings("hidden:\n  when: false\n", "other:\n  when: false\n"),
}


def edit(home: Home, edits: Edits) -> None:
    """Write files, and remove those that are `None`."""
    for name, text in edits.items():
        if text is None:
            (home.folder / name).unlink()
        else:
            home.write(name, text)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A small template with one release."""
    folder = tmp_path / "home"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    home = Home(folder)
    edit(home, FILES)
    home.release("v1.0.0")
    return home


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_lose_something_is_refused(name: str, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether it is committed and tagged already or not."""
    edits, words = REFUSED[name]
    edit(home, edits)

    assert run(["template", "check", str(home.folder)]) == 1
    said = capsys.readouterr()
    assert said.out.count(words) == 1
    assert "not to release it" in said.err
    home.release("v2.0.0")
    assert run(["template", "check", str(home.folder)]) == 1
    assert capsys.readouterr().out == said.out


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_loses_nothing_is_accepted(name: str, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """By the release itself, too, which is compared with the one before."""
    edit(home, ACCEPTED[name])
    home.release("v2.0.0")

    assert run(["template", "check", str(home.folder)]) == 0
    assert "Compared with v1.0.0" in capsys.readouterr().err


def test_several_reasons_are_told_at_once(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody wants to hear of them one after the other."""
    edit(
        home,
        {"template/README.md.jinja": None}
        | settings("[small, large]", "[large]", more="\nteam: {type: str, when: true}\n"),
    )

    assert run(["template", "check", str(home.folder)]) == 1
    said = capsys.readouterr()
    assert [word in said.out for word in ("`README.md`", "`small`", "`team`")] == [True, True, True]


def test_every_variant_is_rendered(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the defaults do not show, a file of answers does. One that answers nothing is refused."""
    small, typo = tmp_path / "small.yml", tmp_path / "typo.yml"
    small.write_text("size: small\n")
    typo.write_text("seize: small\n")
    edit(home, {CONFIG: "SIZE = {{ '\"large\"' if size == 'large' else \"'small'\" }}\n"})

    assert run(["template", "check", str(home.folder)]) == 0
    assert run(["template", "check", str(home.folder), str(small)]) == 1
    assert "with `small.yml`, the formatter would change `src/parcels/config.py`" in capsys.readouterr().out
    assert run(["template", "check", str(home.folder), str(typo)]) == 2
    assert "`seize` cannot be answered" in capsys.readouterr().err


def test_a_new_condition_is_looked_at_in_every_variant(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also with an answer to a question that the last release did not ask."""
    small = tmp_path / "small.yml"
    small.write_text("size: small\nteam: growth\n")
    edit(
        home,
        {
            CONFIG: None,
            CONFIG.replace("config.py.jinja", "{% if size == 'large' %}config.py{% endif %}.jinja"): FILES[CONFIG],
        }
        | settings(more="\nteam:\n  type: str\n  default: platform\n"),
    )

    assert run(["template", "check", str(home.folder)]) == 0
    assert run(["template", "check", str(home.folder), str(small)]) == 1
    assert "with `small.yml`, `src/parcels/config.py` is not written any more" in capsys.readouterr().out


def test_an_overlay_is_judged_on_top_of_our_own_template(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a service and for a job; a file that both have is noticed before anybody gets it."""
    acme = overlay_home(tmp_path / "acme")
    job = tmp_path / "job.yml"
    job.write_text("archetype: job\nci: none\nteam: growth\n")
    acme.release("v1.0.0")
    assert run(["template", "check", str(acme.folder), str(job)]) == 0
    assert "No earlier release" in capsys.readouterr().err

    acme.write("template/Makefile", "all:\n")
    assert run(["template", "check", str(acme.folder), str(job)]) == 1
    assert capsys.readouterr().out.count("`Makefile` would have two owners") == 2


def test_a_folder_that_is_no_template_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And a template that is under no version control, because nothing could be released."""
    assert run(["template", "check", str(tmp_path)]) == 2
    assert "there is no `copier.yml`" in capsys.readouterr().err
    (tmp_path / "copier.yml").write_text(SETTINGS)
    assert run(["template", "check", str(tmp_path)]) == 2
    assert "under no version control" in capsys.readouterr().err


@pytest.mark.parametrize("folder", [".", "examples/overlay"])
def test_our_own_templates_can_be_released(folder: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Against the last release, or with the word that there is none yet. The variants are those of tests/template."""
    code = run(["template", "check", str(root / folder)])

    said = capsys.readouterr()
    assert code == 0, said.out
    assert "Compared with v" in said.err or "No earlier release" in said.err
