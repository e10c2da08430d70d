"""IPython syntax becomes data: what is left of every cell is Python, line for line where it was."""

import ast
import re
from dataclasses import replace

from promote.model.notebook import Cell, CellKind
from promote.model.program import Directive, DirectiveKind, Program

# Cell magics whose body is Python that runs in the notebook's own namespace.
_TRANSPARENT = frozenset({"time", "timeit", "capture", "prun", "memit"})
_LINE = re.compile(r"^(?P<indent>\s*)(?P<target>[\w.,\s\[\]'\"]+=\s*)?(?P<sigil>[%!])(?P<body>.*)$")
_HELP = re.compile(r"^\s*\??\??[\w.]+\?{1,2}\s*$|^\s*\?{1,2}[\w.]+\s*$")
_INSTALL = re.compile(r"^(?:conda|mamba|(?:python3? -m )?pip3?|uv pip)\s+install\s+(?P<arguments>.+)$")
_UNMARKED = re.compile(r"(?:cat|cd|conda|config|cp|ls|load_ext|mamba|matplotlib|mkdir|mv|pip3?|rm|run|uv)\s+[^\s=].*")
"""IPython takes a line that begins like this for a magic, unless the word is a variable (`%automagic`)."""
_TAKES_VALUE = frozenset(
    {"-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t"}
    | {"--target", "--channel", "--upgrade-strategy"}
)


def take_out_magics(program: Program) -> Program:
    """Replace IPython lines by comments or `None`, and keep what they said as directives."""
    directives: list[Directive] = []
    cells = tuple(_clean(cell, directives) for cell in program.notebook.cells)
    notebook = replace(program.notebook, cells=cells)
    return replace(program, notebook=notebook, directives=tuple(directives))


def _clean(cell: Cell, directives: list[Directive]) -> Cell:
    if cell.kind is not CellKind.CODE or _is_python(cell.source):
        return cell
    lines = cell.source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        name, _, rest = lines[first][2:].strip().partition(" ")
        kind = DirectiveKind.MAGIC if name in _TRANSPARENT else DirectiveKind.FOREIGN_CELL
        if name == "writefile":
            kind = DirectiveKind.WRITE_FILE
        directives.append(Directive(cell=cell.number, line=first + 1, kind=kind, text=f"{name} {rest}".strip()))
        if name not in _TRANSPARENT:
            return replace(cell, source="\n".join("#" for _ in lines))
        lines[first] = "#"
    for number, line in enumerate(lines):
        lines[number] = _clean_line(cell.number, number + 1, line, directives)
    if not _is_python("\n".join(lines)):
        for number, line in enumerate(lines):
            if _UNMARKED.fullmatch(line) and not _is_python(line):
                lines[number] = _clean_line(cell.number, number + 1, f"%{line}", directives)
    return replace(cell, source="\n".join(lines))


def _clean_line(cell: int, line: int, text: str, directives: list[Directive]) -> str:
    if _HELP.match(text):
        directives.append(Directive(cell=cell, line=line, kind=DirectiveKind.MAGIC, text=text.strip()))
        return "#"
    match = _LINE.match(text)
    if match is None:
        return text
    body = match["body"].lstrip("!%").strip().rstrip(";")
    if match["sigil"] == "%" and not match["target"] and body.startswith("time "):
        # `%time model.fit(X, y)` runs its statement in the notebook's own namespace.
        directives.append(Directive(cell=cell, line=line, kind=DirectiveKind.MAGIC, text="time"))
        return match["indent"] + body.removeprefix("time ").lstrip()
    install = _INSTALL.match(body)
    if install:
        for requirement in _requirements(install["arguments"]):
            directives.append(Directive(cell=cell, line=line, kind=DirectiveKind.INSTALL, text=requirement))
    else:
        directives.append(Directive(cell=cell, line=line, kind=_kind(match["sigil"], body), text=body))
    # A name bound to the output of a command stays bound; inside a block the line must stay a statement.
    if match["target"]:
        return f"{match['indent']}{match['target']}None"
    return f"{match['indent']}pass" if match["indent"] else "#"


def _kind(sigil: str, body: str) -> DirectiveKind:
    if sigil == "!":
        return DirectiveKind.SHELL
    return DirectiveKind.RUN_FILE if body.startswith("run ") else DirectiveKind.MAGIC


def _requirements(arguments: str) -> list[str]:
    found: list[str] = []
    skip = False
    for word in arguments.split("#", maxsplit=1)[0].replace("'", "").replace('"', "").split():
        if skip or word.startswith("-"):
            skip = word in _TAKES_VALUE
        elif re.match(r"^[A-Za-z0-9][\w.\-\[\],]*([<>=!~]=?.*)?$", word):
            found.append(word)
    return found


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
