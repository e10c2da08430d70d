"""What a notebook's call of a reader says of the form of a file, as far as a scan of the file can follow it."""

import ast
import csv
from collections.abc import Mapping
from dataclasses import replace
from types import EllipsisType
from typing import TypeGuard

from promote.knowledge.functions import READS_DELIMITED, READS_SHEET
from promote.model.table import ColumnType
from promote.planners.calls import qualified_name
from promote.planners.values import Value
from promote.readers.dialect import WHITESPACE, Dialect, is_separator

_NOTHING = frozenset(
    [
        *(
            "engine",
            "low_memory",
            "error_bad_lines",
            "warn_bad_lines",
            "on_bad_lines",
            "nrows",
            "memory_map",
            "verbose",
        ),
        *("float_precision", "cache_dates", "infer_datetime_format", "encoding_errors"),
    ]
)
"""Arguments that change nothing about the columns, whatever they say."""
_DEFAULTS: Mapping[str, object] = {
    "quotechar": '"',
    "skip_blank_lines": True,
    "keep_default_na": True,
    "na_filter": True,
    "delim_whitespace": False,
    "parse_dates": False,
    "squeeze": False,
    "thousands": None,
    "decimal": ".",
    "converters": None,
}
"""Arguments that say what holds without them."""
_QUOTINGS = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONE)
_TYPES: Mapping[str, ColumnType] = {
    **dict.fromkeys(["str", "object", "string", "numpy.str_", "numpy.object_"], ColumnType.TEXT),
    **dict.fromkeys(["float", "float16", "float32", "float64"], ColumnType.NUMBER),
    **dict.fromkeys(["numpy.float16", "numpy.float32", "numpy.float64"], ColumnType.NUMBER),
    **dict.fromkeys(["int", "int32", "int64", "numpy.int32", "numpy.int64"], ColumnType.INTEGER),
}
"""Types that `dtype` names. Where one is a whole number, the scan finds such numbers too, or the notebook fails."""


def dialect(call: ast.Call, imports: dict[str, Value], known: Mapping[str, object]) -> Dialect | None:
    """Arguments of a reader as far as a scan of the file understands them; `None` where it would see other columns."""
    function = qualified_name(call.func, imports)
    if function in READS_DELIMITED:
        given = _given(call, "sep", imports, known)
        return _delimited(given, "\t" if function.endswith("read_table") else ",") if given is not None else None
    if function in READS_SHEET:
        given = _given(call, "sheet_name", imports, known)
        return _sheet(given) if given is not None else None
    return None


def _given(
    call: ast.Call, second: str, imports: dict[str, Value], known: Mapping[str, object]
) -> dict[str, object] | None:
    """The arguments behind the file, by name; `None` where there are more than the text tells."""
    if len(call.args) > 2 or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    found = {second: _value(call.args[1], imports, known)} if len(call.args) == 2 else {}
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        if keyword.arg not in _NOTHING:
            found[keyword.arg] = _value(keyword.value, imports, known)
    return None if ... in found.values() else found


def _value(node: ast.expr, imports: dict[str, Value], known: Mapping[str, object]) -> object:
    """What an argument stands for, a type for its name; `...` for what the text does not tell."""
    match node:
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.Name() | ast.Attribute() if (name := qualified_name(node, imports)) in _TYPES:
            return name
        case ast.Attribute(attr=name) if qualified_name(node, imports).startswith("csv.QUOTE_"):
            return getattr(csv, name, ...)
        case ast.Dict(keys=keys, values=values):
            names = [_value(key, imports, known) if key is not None else ... for key in keys]
            types = [_value(value, imports, known) for value in values]
            known_names = [each for each in names if isinstance(each, str | int)]
            return ... if ... in types or len(known_names) < len(names) else dict(zip(known_names, types, strict=True))
        case _:
            try:
                return ast.literal_eval(node)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                return ...


def _delimited(given: dict[str, object], separator: str) -> Dialect | None:
    if given.get("delim_whitespace") is True:
        separator, given["delim_whitespace"] = WHITESPACE, False
    between, encoding = given.pop("sep", given.pop("delimiter", separator)), given.pop("encoding", None) or "utf-8"
    comment, trims = given.pop("comment", None) or "", given.pop("skipinitialspace", False)
    quoting = given.pop("quoting", csv.QUOTE_MINIMAL)
    if not (isinstance(between, str) and is_separator(between) and isinstance(encoding, str)):
        return None
    if not (isinstance(comment, str) and comment != '"' and isinstance(trims, bool) and quoting in _QUOTINGS):
        return None
    found = _columns(given)
    if found is None:
        return None
    found = replace(
        found,
        separator=between,
        encoding="utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding,
        comment=comment,
        trims=trims,
        is_quoted=quoting != csv.QUOTE_NONE,
    )
    # What a comment or a blank is beside a pattern is the engine's own matter.
    return None if found.is_pattern and (comment or trims) else found


def _sheet(given: dict[str, object]) -> Dialect | None:
    sheet = given.pop("sheet_name", 0)
    if isinstance(given.get("usecols"), str):
        given["usecols"] = _lettered(str(given["usecols"]))
    found = _columns(given)
    return replace(found, sheet=sheet) if found is not None and (isinstance(sheet, str) or _is_count(sheet)) else None


def _columns(given: dict[str, object]) -> Dialect | None:
    """What the arguments that readers share say of rows and columns; `None` where one of them is not understood."""
    names, missing = given.pop("names", None) or (), given.pop("na_values", None) or ()
    header = given.pop("header", "infer")
    header = (None if names else 0) if header == "infer" else header
    skipped = given.pop("skiprows", None) or 0
    index, only = _chosen(given.pop("index_col", None)), _chosen(given.pop("usecols", None))
    types = _typed(given.pop("dtype", None))
    # Dates are texts to a scan; the contract says that they are dates.
    if isinstance(given.get("parse_dates"), list):
        given.pop("parse_dates")
    if any(value != _DEFAULTS.get(name, ...) for name, value in given.items()):
        return None
    if not (header is None or _is_count(header)) or not _is_count(skipped):
        return None
    if not isinstance(names, list | tuple) or isinstance(missing, dict):
        return None
    if index is ... or only is ... or types is ... or (index and only is not None):
        return None
    return Dialect(
        header=header,
        skipped=skipped,
        names=tuple(str(name) for name in names),
        missing=frozenset(str(each) for each in (missing if isinstance(missing, list | tuple | set) else [missing])),
        index=index or frozenset(),
        only=only,
        types=types if isinstance(types, dict) else {},
        every=types if isinstance(types, ColumnType) else None,
    )


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _chosen(given: object) -> frozenset[str | int] | EllipsisType | None:
    """Columns that an argument names, by name or position: a set of them, nothing, or `...` for what cannot be told."""
    if given is None or given is False:
        return None
    columns = given if isinstance(given, list | tuple | set) else [given]
    chosen = frozenset(each for each in columns if isinstance(each, str) or _is_count(each))
    return chosen if len(chosen) == len(columns) else ...


def _lettered(text: str) -> list[int] | EllipsisType:
    """Positions of columns that are named as a sheet does.

    >>> _lettered("A,C:E")
    [0, 2, 3, 4]
    """
    found: list[int] = []
    for part in text.upper().split(","):
        ends = [_position(each.strip()) for each in part.split(":")]
        if not all(ends) or len(ends) > 2:
            return ...
        found += range(ends[0] - 1, ends[-1])
    return found


def _position(letters: str) -> int:
    """The number of a sheet's column, from 1; 0 for what names none."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _typed(given: object) -> dict[str | int, ColumnType] | ColumnType | EllipsisType | None:
    """The types that `dtype` gives to columns, or to all of them; `...` for what a scan does not know."""
    if given is None:
        return None
    if isinstance(given, str):
        return _TYPES.get(given, ...)
    if isinstance(given, dict):
        found = {name: _TYPES[each] for name, each in given.items() if isinstance(each, str) and each in _TYPES}
        return found if len(found) == len(given) else ...
    return ...
