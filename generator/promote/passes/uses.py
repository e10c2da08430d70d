"""Uses of what not every version of a library has: where the rows of `knowledge/apis` stand in the code."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from promote.knowledge.apis import APIS
from promote.model.api import Api, Shape

_TABLE_READERS = ("pandas.read_", "pandas.DataFrame")
_OBJECT = frozenset({"object", "'object'", "'O'", "np.object", "np.object_", "numpy.object_"})
_FREQUENCY = re.compile(r"^'(?P<count>\d*)(?P<letters>[A-Za-z]+)'$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use. `node` is what a rewrite works on: the call, the name, or the value."""

    api: Api
    node: ast.expr | ast.stmt
    name: str = ""
    """What the notebook calls, of all that the row speaks for."""

    def called(self, text: str) -> str:
        """Put what the notebook calls in the place of the one of its kind that a row quotes."""
        quoted = next((each for each in self._kind() if re.search(rf"(?<!\w){re.escape(each)}\(", text)), "")
        return re.sub(rf"(?<!\w){re.escape(quoted)}\(", f"{self.name}(", text) if quoted and self.name else text

    def _kind(self) -> tuple[str, ...]:
        return (*(name.rpartition(".")[2] for name in self.api.names), *self.api.methods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the names of a program stand for: imported things by their qualified name, variables by what made them."""

    imported: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: Iterable[ast.stmt]) -> "Names":
        """Read the imports and constructions of a program."""
        imported = {"pd": "pandas", "np": "numpy"}
        assigned: list[tuple[str, ast.expr]] = []
        for statement in nodes:
            for node in ast.walk(statement):
                match node:
                    case ast.Import():
                        for alias in node.names:
                            name = alias.asname or alias.name.split(".")[0]
                            imported[name] = alias.name if alias.asname else name
                    case ast.ImportFrom(module=str(module), level=0):
                        for alias in node.names:
                            imported[alias.asname or alias.name] = f"{module}.{alias.name}"
                    case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
                        assigned.append((name, function))
                    case _:
                        pass
        names = cls(imported=imported)
        return cls(imported=imported, made={name: names.qualified(function) for name, function in assigned})

    def qualified(self, node: ast.AST) -> str:
        """Return the qualified name of an expression; empty where it is no name of a library."""
        match node:
            case ast.Name(id=name):
                return self.imported.get(name, "")
            case ast.Attribute(value=value, attr=attribute):
                owner = self.qualified(value)
                return f"{owner}.{attribute}" if owner else ""
            case _:
                return ""

    @property
    def modules(self) -> frozenset[str]:
        """Top-level modules that are imported."""
        return frozenset(name.split(".")[0] for name in self.imported.values())


def uses(node: ast.stmt, names: Names) -> Iterator[Use]:
    """Find the uses in one statement, in the order of the source. One node is spoken for by one row."""
    unused = {each.value for each in ast.walk(node) if isinstance(each, ast.Expr)}
    modules = names.modules
    taken: set[tuple[int, int]] = set()
    found = []
    for part in ast.walk(node):
        for api in _candidates(part):
            if api.needs and api.needs not in modules:
                continue
            spot = _match(api, part, names, unused)
            if spot is not None and (place := (spot.lineno, spot.col_offset)) not in taken:
                taken.add(place)
                found.append(Use(api=api, node=spot, name=_name(api, part, names)))
    yield from sorted(found, key=lambda use: (use.node.lineno, use.node.col_offset))


def _name(api: Api, node: ast.AST, names: Names) -> str:
    """What a use is of: the class or function that is called, or in whose grid of parameters a value stands."""
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = _public(names.qualified(node.func)).rpartition(".")[2] or called
    else:
        name = next(
            (each.rpartition(".")[2] for each in map(_public, names.imported.values()) if each in api.names), ""
        )
    return name if name in {*(each.rpartition(".")[2] for each in api.names), *api.methods} else ""


def _candidates(node: ast.AST) -> tuple[Api, ...]:
    match node:
        case ast.Call() | ast.Dict():
            return _CALLS
        case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
            return _PLAIN
        case ast.Compare() | ast.Assign() | ast.AugAssign():
            return _SHAPED
        case _:
            return ()


_PLAIN = tuple(each for each in APIS if not each.keywords and each.shape is None)
_CALLS = tuple(each for each in APIS if each.keywords or each.shape is not None)
_SHAPED = tuple(each for each in APIS if each.shape in {Shape.OBJECT_DTYPE, Shape.CHAINED_ASSIGNMENT})


def _match(api: Api, node: ast.AST, names: Names, unused: set[ast.expr]) -> ast.expr | ast.stmt | None:
    match node:
        case ast.Call() if api.shape is not None:
            return _shaped_call(api, node, names, unused)
        case ast.Call() if api.keywords:
            return _call(api, node, names)
        case ast.Dict() if api.keywords and api.values and api.shape is None:
            return _grid(api, node, names)
        case ast.Compare() if api.shape is Shape.OBJECT_DTYPE:
            return node if _compares_with_object(node) else None
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target) if api.shape is Shape.CHAINED_ASSIGNMENT:
            return node if _is_chained_target(target, names) else None
        case ast.Name() | ast.Attribute():
            return node if _plain(api, node, names) else None
        case _:
            return None


def _plain(api: Api, node: ast.Name | ast.Attribute, names: Names) -> bool:
    qualified = _public(names.qualified(node))
    if any(qualified == name for name in api.names):
        return True
    if isinstance(node, ast.Name):
        # `from sklearn.cross_validation import KFold` brings a name of a module that is gone.
        return any(qualified.startswith(f"{name}.") for name in api.names)
    return node.attr in api.methods and not qualified


def _call(api: Api, node: ast.Call, names: Names) -> ast.expr | None:
    if not _calls(api, node, names) or not all(_argument(node, each) is not None for each in api.keywords):
        return None
    value = _argument(node, api.keywords[0])
    if api.values and (value is None or _spelled(value) not in api.values):
        return None
    return node


def _calls(api: Api, node: ast.Call, names: Names) -> bool:
    """Whether a call is one of the API's functions or methods."""
    qualified = _public(names.qualified(node.func))
    if qualified:
        return qualified in api.names
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in api.methods:
        return False
    owner = names.made.get(node.func.value.id, "") if isinstance(node.func.value, ast.Name) else ""
    return api.needs == "pandas" or not owner or owner.split(".")[0] == api.needs


def _argument(node: ast.Call, keyword: str) -> ast.expr | None:
    if keyword.isdigit():
        position = int(keyword)
        return node.args[position] if position < len(node.args) else None
    return next((each.value for each in node.keywords if each.arg == keyword), None)


def _spelled(value: ast.expr) -> str:
    return repr(value.value) if isinstance(value, ast.Constant) else ast.unparse(value)


def _grid(api: Api, node: ast.Dict, names: Names) -> ast.expr | None:
    """Find the value in a grid of parameters: `{"max_features": ["auto", "sqrt"]}`."""
    if not any(_public(each) in api.names for each in names.imported.values()):
        return None
    for key, value in zip(node.keys, node.values, strict=True):
        if (
            isinstance(key, ast.Constant)
            and isinstance(key.value, str)
            and key.value.rpartition("__")[2] == api.keywords[0]
        ):
            for each in value.elts if isinstance(value, ast.List | ast.Tuple) else [value]:
                if _spelled(each) in api.values:
                    return each
    return None


def _shaped_call(api: Api, node: ast.Call, names: Names, unused: set[ast.expr]) -> ast.expr | None:
    match api.shape:
        case Shape.APPENDED_FRAME:
            is_append = isinstance(node.func, ast.Attribute) and node.func.attr == "append"
            return node if is_append and node not in unused and not names.qualified(node.func) else None
        case Shape.CHAINED_INPLACE:
            return node if node in unused and _calls(api, node, names) and _is_chained_inplace(node, names) else None
        case Shape.TEXTS_TO_NUMBERS:
            return node if _calls(api, node, names) and _makes_numbers(node) else None
        case Shape.SECOND_POSITION:
            return node if _calls(api, node, names) and len(node.args) > 1 and not _is_starred(node) else None
        case Shape.POSITIONS:
            has_more = len(node.args) > api.positions and not _is_starred(node)
            return node if has_more and _calls(api, node, names) else None
        case Shape.OFFSET_ALIAS:
            value = frequency(node) if _calls(api, node, names) else None
            return value if value is not None and _letters(value) in api.values else None
        case _:
            return None


def _makes_numbers(node: ast.Call) -> bool:
    """Whether `replace` puts numbers in the place of texts."""
    match node.args or [each.value for each in node.keywords if each.arg in {"to_replace", "value"}]:
        case [ast.Dict() as mapping, *_]:
            inner = [each for each in mapping.values if isinstance(each, ast.Dict)] or [mapping]
            return any(_is_number_for_text(key, value) for each in inner for key, value in _pairs(each))
        case [old, new, *_]:
            olds = old.elts if isinstance(old, ast.List | ast.Tuple) else [old]
            news = new.elts if isinstance(new, ast.List | ast.Tuple) else [new]
            return bool(olds and news) and _is_number_for_text(olds[0], news[0])
        case _:
            return False


def _pairs(mapping: ast.Dict) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    return zip(mapping.keys, mapping.values, strict=True)


def _is_number_for_text(old: ast.expr | None, new: ast.expr) -> bool:
    new = new.operand if isinstance(new, ast.UnaryOp) else new
    is_text = isinstance(old, ast.Constant) and isinstance(old.value, str)
    return is_text and isinstance(new, ast.Constant) and isinstance(new.value, int | float)


def _is_starred(node: ast.Call) -> bool:
    return any(isinstance(each, ast.Starred) for each in node.args)


def frequency(node: ast.Call) -> ast.expr | None:
    """Return the frequency that a call is given."""
    named = next((each.value for each in node.keywords if each.arg in {"freq", "rule"}), None)
    is_method = isinstance(node.func, ast.Attribute) and node.func.attr in {"resample", "asfreq"}
    return named if named is not None or not is_method or not node.args else node.args[0]


def _letters(value: ast.expr) -> str:
    match = _FREQUENCY.match(_spelled(value))
    return repr(match["letters"]) if match else ""


def _is_chained_inplace(node: ast.Call, names: Names) -> bool:
    inplace = _argument(node, "inplace")
    if not (isinstance(inplace, ast.Constant) and inplace.value is True and isinstance(node.func, ast.Attribute)):
        return False
    match node.func.value:
        case ast.Subscript(slice=ast.List()):
            # A list of columns was a copy in every version.
            return False
        case ast.Subscript():
            return True
        case ast.Attribute(value=ast.Name(id=name)) as column:
            return name != "self" and not names.qualified(column)
        case _:
            return False


def _is_chained_target(target: ast.expr, names: Names) -> bool:
    match target:
        case ast.Subscript(value=ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str())), slice=rows):
            pass
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr=column) as inner, slice=rows):
            if names.qualified(inner) or column in {"loc", "iloc", "at", "iat", "columns", "index", "values"}:
                return False
        case _:
            return False
    is_table = names.made.get(name, "").startswith(_TABLE_READERS)
    return is_table or any(isinstance(each, ast.Compare) for each in ast.walk(rows))


def _compares_with_object(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    spelled = {
        _spelled(each) for side in sides for each in (side.elts if isinstance(side, ast.List | ast.Tuple) else [side])
    }
    about_types = any(
        isinstance(each, ast.Attribute) and each.attr in {"dtype", "dtypes"}
        for side in sides
        for each in ast.walk(side)
    )
    if any(isinstance(each, ast.Attribute) and each.attr == "kind" for each in sides):
        # The kind of texts is still "O".
        return False
    return about_types and bool(spelled & _OBJECT) and not spelled & {"'str'", "'string'"}


def _public(qualified: str) -> str:
    """Return the documented name of what scikit-learn or imbalanced-learn keep in a private module."""
    parts = qualified.split(".")
    if len(parts) > 3 and parts[0] in {"sklearn", "imblearn"} and parts[1] not in {"externals", "feature_extraction"}:
        return ".".join((parts[0], parts[1], parts[-1]))
    return qualified
