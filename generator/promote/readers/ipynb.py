"""Jupyter's JSON, nbformat 3 and 4."""

import json
import re
from collections.abc import Sequence
from typing import Any

from promote.errors import NotebookError
from promote.knowledge.kernels import KERNELS
from promote.model.notebook import Cell, CellKind, Notebook

_PRINTED = 20_000
"""Characters of a cell's outputs that are kept."""
_SPELLINGS = {language.lower(): language for language in KERNELS.values()}


def read_ipynb(text: str, name: str) -> Notebook:
    """Read a notebook from its JSON. Raises `NotebookError` for anything that is not a Python notebook."""
    document = _parse(text.removeprefix("\ufeff"), name)
    metadata = _mapping(document.get("metadata"))
    language_info = _mapping(metadata.get("language_info"))
    language = _language(language_info, _mapping(metadata.get("kernelspec")))
    if language not in {"python", "ipython", "python3"}:
        raise NotebookError(
            f"`{name}` is a notebook in {language}",
            why="promote understands Python notebooks",
            hint="translate the notebook to Python, or promote the part of it that is",
        )
    return Notebook(
        name=name,
        language="python",
        python_version=str(language_info.get("version") or ""),
        cells=tuple(_cell(number, cell) for number, cell in enumerate(_cells(document, name), start=1)),
    )


def without_outputs(text: str) -> str:
    """Return a notebook as it is before it is run: what cells printed and drew may be large, personal or secret."""
    document = json.loads(text)
    removed = _mapping(document.get("metadata")).pop("widgets", None) is not None
    for cell in _cells(document, ""):
        removed = removed or bool(cell.get("outputs"))
        if "outputs" in cell:
            cell["outputs"] = []
    return _spelled(document) if removed else text


def with_sources(text: str, sources: Sequence[str]) -> str:
    """Return a notebook with other sources in its cells, one for each."""
    document = json.loads(text.removeprefix("\ufeff"))
    for number, (cell, source) in enumerate(zip(_cells(document, ""), sources, strict=True), start=1):
        if _cell(number, cell).source != source:
            cell["source" if "source" in cell else "input"] = source
    return _spelled(document)


def _spelled(document: dict[str, Any]) -> str:
    kept = json.dumps(document, indent=1, ensure_ascii=False)
    return (kept if _is_unicode(kept) else json.dumps(document, indent=1)) + "\n"


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _language(language_info: dict[str, Any], kernel: dict[str, Any]) -> str:
    """The language that a notebook names, else that of its kernel."""
    named = str(language_info.get("name") or kernel.get("language") or "").lower()
    name = re.split(r"[-_ ]?\d", str(kernel.get("name") or "").lower())[0]
    return _SPELLINGS.get(named, named) or KERNELS.get(name, "python")


def _parse(text: str, name: str) -> dict[str, Any]:
    if not text.strip():
        raise NotebookError(f"`{name}` is empty", hint="save the notebook again in Jupyter and retry")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotebookError(
            f"`{name}` is not a notebook",
            why=f"it is not valid JSON: {error}",
            hint="give a `.ipynb` file, or a `.py` file in percent format",
        ) from error
    if not isinstance(document, dict):
        raise NotebookError(f"`{name}` is not a notebook", why="its JSON is not an object")
    return document


def _cells(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    # nbformat 3 keeps the cells in worksheets.
    holders = [document, *(sheet for sheet in _list(document.get("worksheets")) if isinstance(sheet, dict))]
    cells = [cell for holder in holders for cell in _list(holder.get("cells")) if isinstance(cell, dict)]
    if not cells and not any(isinstance(holder.get("cells"), list) for holder in holders):
        raise NotebookError(f"`{name}` is not a notebook", why="it has no cells", hint="give a Jupyter notebook")
    return cells


def _cell(number: int, cell: dict[str, Any]) -> Cell:
    kind = {"code": CellKind.CODE, "raw": CellKind.RAW}.get(str(cell.get("cell_type")), CellKind.MARKDOWN)
    source = _text(cell.get("source", cell.get("input", "")))
    if cell.get("cell_type") == "heading":
        level = cell.get("level")
        source = f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {source}"
    count = cell.get("execution_count", cell.get("prompt_number"))
    return Cell(
        number=number,
        kind=kind,
        source=source.replace("\r\n", "\n").replace("\r", "\n"),
        execution_count=count if isinstance(count, int) else None,
        has_error=any(
            isinstance(output, dict) and output.get("output_type") in ("error", "pyerr")
            for output in _list(cell.get("outputs"))
        ),
        printed=_printed(_list(cell.get("outputs"))),
    )


def _printed(outputs: list[Any]) -> str:
    """Return the text of a cell's outputs, up to a length: nobody prints versions after a page."""
    parts: list[str] = []
    for output in outputs:
        entry = _mapping(output)
        data = _mapping(entry.get("data"))
        parts += [_text(each) for each in (entry.get("text"), data.get("text/plain"), entry.get("traceback")) if each]
    return "\n".join(parts)[:_PRINTED]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    text = "".join(part for part in parts if isinstance(part, str))
    # JSON can spell half a character, and no file can hold one.
    return text.encode("utf-8", "replace").decode()


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
