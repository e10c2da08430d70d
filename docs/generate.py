"""Writes the pages of docs/reference from the code that they describe.

python docs/generate.py           write them
python docs/generate.py --check   fail if one of them is not what would be written
"""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from typer.main import get_command

from promote import cli, errors, rules
from promote.errors import ExitCode, PromoteError

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"

NOTICE = "<!-- Written by `make docs` from {source}. Edit that instead. -->\n"
WIDTH = 100
CODE = re.compile(r"^PN\d{3}$")


def cli_page() -> str:
    """Every verb, in its own words."""
    group: Any = get_command(cli.app)
    whole = _help(group, "promote")
    verbs = [
        f"## `{name}`\n\n{_console(_help(command, name))}"
        for name, command in _commands(group, "promote")
        if not command.hidden
    ]
    return "\n".join(["# Command line\n", _console(whole), *verbs])


def _commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Every verb below a group, with its whole name."""
    for verb, command in group.commands.items():
        nested = getattr(command, "commands", None)
        yield from _commands(command, f"{name} {verb}") if nested else [(f"{name} {verb}", command)]


def _help(command: Any, name: str) -> str:  # noqa: ANN401 - Typer does not name the type of a command
    context = command.make_context(name, [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH)
    text: str = command.get_help(context)
    return text


def _console(text: str) -> str:
    return f"```text\n{text.strip()}\n```\n"


def exit_codes_page() -> str:
    """Every exit code, with the reasons that lead to it."""
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, PromoteError)]
    lines = ["# Exit codes\n", "| code | name | when |", "| --- | --- | --- |"]
    for code in ExitCode:
        reasons = [_first_line(kind) for kind in kinds if kind.exit_code is code and kind is not PromoteError]
        lines.append(f"| {code.value} | {code.name.lower()} | {' '.join(reasons) or 'It did what was asked.'} |")
    lines.append(
        "\nA failure is said on the standard error stream: what happened, why, and after `hint:` what to do. "
        "Results go to the standard output stream, so they can be piped.\n"
    )
    return "\n".join(lines)


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n")[0]


def questions_page() -> str:
    """Every question of the template, in the order in which they are asked."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "copier.yml").read_text())
    questions = {name: each for name, each in document.items() if not name.startswith("_")}
    asked = {name: each for name, each in questions.items() if each.get("ask", True) and each.get("when") is not False}
    facts = {name: each for name, each in questions.items() if each.get("ask") is False}
    return "\n".join(
        [
            "# Questions\n",
            (
                "What the template asks. `--defaults` accepts every suggestion, `--data KEY=VALUE` and `--answers FILE`\n"
                "answer in advance, and `copier update` asks again.\n"
            ),
            *_question_table(asked),
            "\n## Facts\n",
            "What the notebook says. Nobody is asked; the answers are stored in `.copier-answers.yml` with the rest.\n",
            *_question_table(facts),
            "",
        ]
    )


def _question_table(questions: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield "| key | what it means | possible answers | suggestion |"
    yield "| --- | --- | --- | --- |"
    for name, question in questions.items():
        yield f"| `{name}` | {question['help']} | {_answers(question)} | {_suggestion(question.get('default'))} |"


def _answers(question: Mapping[str, Any]) -> str:
    choices = question.get("choices")
    if choices is None:
        return {"str": "text", "bool": "`True` or `False`", "yaml": "a list"}[str(question["type"])]
    values = choices.values() if isinstance(choices, Mapping) else choices
    listed = ", ".join(f"`{value}`" for value in values)
    return f"any of {listed}" if question.get("multiselect") else listed


def _suggestion(default: object) -> str:
    if default in ("", [], None):
        return "none"
    if isinstance(default, list):
        return ", ".join(f"`{value}`" for value in default)
    return "computed" if "{" in str(default) else f"`{default}`"


def findings_page() -> str:
    """Every rule, in the words of its module."""
    lines = ["# Findings\n", "What promote may say about a notebook. A finding never stops a promotion.\n"]
    for module in _rule_modules():
        title, _, body = (inspect.getdoc(module) or "").partition("\n")
        codes = ", ".join(f"`{code}`" for code in sorted(_codes(module)))
        lines.append(
            f"## {codes}: {title.rstrip('.')}\n\n{body.strip()}\n" if body.strip() else f"## {codes}: {title}\n"
        )
    return "\n".join(lines)


def _rule_modules() -> list[Any]:
    names = (each.name for each in pkgutil.iter_modules(rules.__path__))
    modules = [importlib.import_module(f"promote.rules.{name}") for name in names]
    with_codes = [module for module in modules if _codes(module)]
    return sorted(with_codes, key=lambda module: min(_codes(module)))


def _codes(module: Any) -> set[str]:  # noqa: ANN401 - any module
    tree = ast.parse(inspect.getsource(module))
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and CODE.match(value)}


PAGES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "cli.md": ("`promote.cli`", cli_page),
    "exit-codes.md": ("`promote.errors`", exit_codes_page),
    "findings.md": ("the modules of `promote.rules`", findings_page),
    "questions.md": ("`copier.yml`", questions_page),
}


def pages() -> Iterator[tuple[Path, str]]:
    """Every page with the text that it should have."""
    for name, (source, write) in PAGES.items():
        yield REFERENCE / name, NOTICE.format(source=source) + "\n" + write()


def main(arguments: list[str]) -> int:
    """Write the pages, or compare."""
    check = arguments == ["--check"]
    stale = [(path, text) for path, text in pages() if not path.exists() or path.read_text() != text]
    for path, text in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is not what the code says: run `make docs`", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
