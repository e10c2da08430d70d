"""Tables of knowledge hold nothing but what is known."""

import ast
from pathlib import Path

import pytest

from promote.knowledge import distributions, estimators, functions, methods

KNOWLEDGE = Path(distributions.__file__).parent

_LITERAL = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Starred, ast.Name, ast.Load, ast.Store),
    *(ast.BinOp, ast.Add, ast.BitOr, ast.JoinedStr, ast.FormattedValue, ast.ListComp, ast.comprehension),
    *(ast.GeneratorExp, ast.Attribute, ast.keyword, ast.Sub),
)
_MODEL = ("collections.abc", "promote.model.")
"""What a table may import: the types of its rows, and what makes a row."""


@pytest.mark.parametrize("path", sorted(KNOWLEDGE.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_but_literals(path: Path) -> None:
    """A table is bound to a name, and made of literals and values of the model: no function, no branch."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [each for each in tree.body if isinstance(each, ast.ImportFrom)]
    makers = {"frozenset", "tuple", *(alias.name for each in imports for alias in each.names)}

    assert all(str(each.module).startswith(_MODEL) for each in imports)
    for statement in [each for each in tree.body if each not in imports]:
        if isinstance(statement, ast.Expr):
            assert isinstance(statement.value, ast.Constant), ast.unparse(statement)
            continue
        assert isinstance(statement, ast.Assign | ast.AnnAssign), ast.unparse(statement)
        assert statement.value is not None
        for node in ast.walk(statement.value):
            if isinstance(node, ast.Call):
                assert isinstance(node.func, ast.Name)
                assert node.func.id in makers
            else:
                assert isinstance(node, _LITERAL), ast.unparse(statement.value)


def test_what_a_method_does_is_one_thing() -> None:
    """No method is in two tables that contradict each other."""
    assert not methods.ROW_REMOVING & methods.ROW_WISE
    assert not methods.ROW_REMOVING & methods.AGGREGATE
    assert not methods.AGGREGATE & methods.ROW_WISE
    assert not methods.AGGREGATE & methods.OTHER_ROWS
    assert not methods.ROW_REMOVING & methods.OTHER_ROWS


def test_what_a_function_does_is_one_thing() -> None:
    """No function is in two tables that contradict each other."""
    assert not functions.ROW_WISE & functions.AGGREGATE
    assert not functions.ROW_WISE & functions.READS_TABLE
    assert functions.READS_DELIMITED <= functions.READS_TABLE


def test_what_a_class_does_is_one_thing() -> None:
    """No module transforms and predicts."""
    assert not estimators.TRANSFORMER_MODULES & estimators.PREDICTOR_MODULES
    assert not estimators.RESAMPLER_MODULES & (estimators.TRANSFORMER_MODULES | estimators.PREDICTOR_MODULES)
    assert estimators.SEARCHES <= estimators.WRAPPERS


def test_ranges_have_two_ends_or_a_reason() -> None:
    """A range begins at a version that is named, and is that of a distribution, not of a module."""
    for name, bounds in distributions.RANGES.items():
        assert bounds.startswith(">=")
        assert name == name.lower().replace("_", "-")
        assert name not in distributions.DISTRIBUTIONS
