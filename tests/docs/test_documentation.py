"""The documentation names only things that exist, and all that it should."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from promote.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
MAKE = re.compile(r"(?:`|\$ )make (?P<verb>[a-z][a-z-]*)", re.MULTILINE)


def page_id(page: Path) -> str:
    """The name of a page in a test's name."""
    return page.relative_to(ROOT).as_posix()


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def local_links(page: Path) -> Iterator[tuple[str, str]]:
    """Every link of a page to a file: path and anchor."""
    for found in LINK.finditer(page.read_text()):
        target = found["target"]
        if not re.match(r"[a-z]+:", target):
            path, _, fragment = target.partition("#")
            yield path, fragment


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading in it."""
    broken: list[str] = []
    for path, fragment in local_links(page):
        target = (page.parent / path).resolve() if path else page
        if not target.exists():
            broken.append(path)
        elif fragment and fragment not in {anchor(found["text"]) for found in HEADING.finditer(target.read_text())}:
            broken.append(f"{path}#{fragment}")

    assert broken == []


def test_every_page_can_be_reached_from_the_index() -> None:
    """A page that nothing leads to is not read."""
    reached, waiting = set[Path](), [ROOT / "docs" / "index.md", ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting += [(page.parent / path).resolve() for path, _ in local_links(page) if path]

    assert set(PAGES) - reached == set()


def test_every_decision_is_listed() -> None:
    """In the table of decisions, under its own number."""
    decisions = ROOT / "docs" / "decisions"
    listed = (decisions / "README.md").read_text()
    missing = [page.name for page in decisions.glob("[0-9]*.md") if f"[{page.name[:4]}]({page.name})" not in listed]

    assert missing == []


@pytest.mark.parametrize("page", [page for page in PAGES if "guides" not in page.parts], ids=page_id)
def test_every_make_verb_that_is_named_exists(page: Path) -> None:
    """In the Makefile of the project, or in that of a promoted project."""
    makefiles = [ROOT / "Makefile", ROOT / "copier.yml", *(ROOT / "template").glob("*Makefile*")]
    verbs = set(re.findall(r"^ *([a-z][a-z-]*):", "\n".join(path.read_text() for path in makefiles), re.MULTILINE))

    assert {found["verb"] for found in MAKE.finditer(page.read_text())} - verbs == set()


def test_every_verb_and_option_says_what_it_does() -> None:
    """`--help` is the first page that anybody reads."""
    group = get_command(app)
    silent = [
        f"{name} {parameter.name}"
        for name, command in group.commands.items()  # type: ignore[attr-defined]
        for parameter in command.params
        if not getattr(parameter, "help", None)
    ]
    nameless = [name for name, command in group.commands.items() if not command.help]  # type: ignore[attr-defined]

    assert silent + nameless == []


def test_every_option_that_is_named_exists() -> None:
    """An option of promote that the pages of docs/ name without another command before it."""
    group = get_command(app)
    options = {
        option
        for command in (group, *group.commands.values())  # type: ignore[attr-defined]
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    } | {"--help"}
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "guides").glob("*.md")]
    named = {
        found[1] for page in pages for found in re.finditer(r"`promote [^`\n]*?(--[a-z][a-z-]+)", page.read_text())
    }

    assert named - options == set()


def test_reference_pages_are_what_the_code_says() -> None:
    """After a change: `make docs`."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)

    assert [path.name for path, text in generate.pages() if path.read_text() != text] == []


def test_every_finding_has_a_page(root: Path) -> None:
    """Whatever code the generator can put on a finding stands in the reference."""
    codes = {
        code for path in (root / "generator").rglob("*.py") for code in re.findall(r'"(PN\d{3})"', path.read_text())
    }
    page = (root / "docs" / "reference" / "findings.md").read_text()

    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_the_tutorial_shows_the_same_climb_as_the_readme(root: Path) -> None:
    """After `make transcript`: the lines of the ladder go into the tutorial too."""
    rung = re.compile(r"^[0-5] \w+ +passed +\d+\.\d s  (?P<evidence>.+)$", re.MULTILINE)
    shown, recorded = (
        [
            re.sub(r"\d+\.\d s|[0-9a-f]{12}|\d+ (?=files|parsed|tests)", "…", found["evidence"])
            for found in rung.finditer(page.read_text())
        ]
        for page in (root / "docs" / "tutorial.md", root / "README.md")
    )

    assert shown == recorded


def test_readme_names_both_commands_of_a_new_machine() -> None:
    """`make demo` and `make test` do all the set-up themselves."""
    readme = (ROOT / "README.md").read_text()

    assert "make demo" in readme
    assert "make test" in readme
