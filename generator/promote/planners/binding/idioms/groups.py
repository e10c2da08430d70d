"""Groups of rows: what is computed for each group is learned, and a record finds its group by its key."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.knowledge import functions, methods
from promote.model.steps import StateKind
from promote.planners.binding.naming import name_of, snake
from promote.planners.binding.syntax import argument
from promote.planners.values import CONSTANT, Value, ValueKind, blocked, join, learned

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator

_GROUPED = "rows are grouped"


def groupby(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Groups alone give no record anything."""
    del values
    if not isinstance(node.func, ast.Attribute):
        return None
    receiver = evaluator.values[id(node.func.value)]
    return replace(blocked(receiver, _GROUPED), kind=ValueKind.GROUPS, groups=node)


def method_of_groups(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, groups: Value) -> Value:
    """Find the value of a method call on groups."""
    values = evaluator.arguments(node)
    if groups.obstacle == _GROUPED:
        if func.attr in methods.AGGREGATE_OF_GROUPS and not evaluator.groups_are_rows:
            return learned(keyed=True)
        if func.attr == "transform" and (found := _transform(evaluator, node, func, groups)):
            return found
    return blocked(replace(groups, kind=ValueKind.FRAME), next((v.obstacle for v in values if v.obstacle), _GROUPED))


def _transform(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, groups: Value) -> Value | None:
    """Look each record's group up in what was computed for the groups of the training records.

    >>> df.groupby("plan")["price"].transform("mean")
    price_mean_by_plan = df.groupby("plan")["price"].agg("mean")
    df["plan"].map(price_mean_by_plan)
    """
    lookup = _Lookup.of(evaluator, func.value, groups.groups)
    if lookup is None or evaluator.elsewhere or len(node.args) != 1 or node.keywords:
        return None
    text = _of_function(evaluator, node.args[0], lookup) or _of_lambda(evaluator, node.args[0], lookup)
    if text is None:
        return None
    evaluator.edit(node, training=text[0], serving=text[1])
    evaluator.learns = True
    frame = evaluator.values[id(lookup.frame)]
    return replace(frame, kind=ValueKind.COLUMN, source=False, raw=False)


def _of_function(evaluator: "Evaluator", node: ast.expr, lookup: "_Lookup") -> tuple[str, str] | None:
    """`transform("mean")` and `transform(np.mean)`."""
    name = evaluator.evaluate(node).qualified
    if isinstance(node, ast.Constant) and node.value in methods.AGGREGATE_OF_GROUPS:
        return lookup.text(str(node.value), f"agg({ast.unparse(node)})")
    if name in functions.AGGREGATE:
        return lookup.text(name.rpartition(".")[2], f"agg({ast.unparse(node)})")
    return None


def _of_lambda(evaluator: "Evaluator", node: ast.expr, lookup: "_Lookup") -> tuple[str, str] | None:
    """`transform(lambda x: x.fillna(x.median()))`: `x` is the column, and what is said of it as a whole is looked up."""
    if not isinstance(node, ast.Lambda) or len(node.args.args) != 1:
        return None
    parameter = node.args.args[0].arg
    column = Value(time=evaluator.values[id(lookup.frame)].time, kind=ValueKind.COLUMN)
    outer = evaluator.scope
    evaluator.scope = {**outer, parameter: column}
    value = evaluator.evaluate(node.body)
    evaluator.scope = outer
    if value.obstacle or not value.rows:
        return None
    found = {id(each): each for each in evaluator.captures(node.body)}
    looked_up = {
        key: lookup.text(
            name_of(each).removeprefix("learned") or "value", f"agg(lambda {parameter}: {ast.unparse(each)})"
        )
        for key, each in found.items()
    }
    for each in found.values():
        evaluator.values[id(each)] = CONSTANT
    training = _Substitution(parameter, lookup.training_column, {k: texts[0] for k, texts in looked_up.items()})
    serving = _Substitution(parameter, lookup.serving_column, {k: texts[1] for k, texts in looked_up.items()})
    return training.text(node.body), serving.text(node.body)


class _Lookup:
    """How a record finds what was computed for its group: the frame, the keys and the column."""

    def __init__(
        self, evaluator: "Evaluator", grouped: ast.expr, frame: ast.expr, keys: ast.expr, column: ast.expr
    ) -> None:
        self.evaluator, self.grouped, self.frame, self.keys, self.column = evaluator, grouped, frame, keys, column

    @classmethod
    def of(cls, evaluator: "Evaluator", grouped: ast.expr, call: ast.Call | None) -> "_Lookup | None":
        """Take `frame.groupby(keys)[column]` apart; `None` where keys or column are no plain names."""
        if call is None or not isinstance(call.func, ast.Attribute) or not isinstance(grouped, ast.Subscript):
            return None
        keys, column = argument(call, 0, "by"), grouped.slice
        if isinstance(keys, ast.List) and len(keys.elts) == 1:
            keys = keys.elts[0]
        plain = keys is not None and all(
            isinstance(each, ast.Constant | ast.List | ast.Load) for each in ast.walk(keys)
        )
        if keys is None or not plain or not isinstance(column, ast.Constant) or grouped.value is not call:
            return None
        return cls(evaluator, grouped, call.func.value, keys, column)

    @property
    def training_column(self) -> str:
        return f"{self.evaluator.training_text(self.frame)}[{ast.unparse(self.column)}]"

    @property
    def serving_column(self) -> str:
        return f"{self.evaluator.serving_text(self.frame)}[{ast.unparse(self.column)}]"

    def text(self, what: str, aggregate: str) -> tuple[str, str]:
        """Have training compute a value for each group, and give what both programs look it up by."""
        column = snake(str(getattr(self.column, "value", "")))
        by = "_and_".join(snake(str(each.value)) for each in ast.walk(self.keys) if isinstance(each, ast.Constant))
        wanted = "_".join(filter(None, [column if column not in what else "", what, "by", by]))
        holder = self.evaluator.holder(self.evaluator.new_state(wanted, StateKind.VALUE))
        self.evaluator.prelude(f"{holder} = {self.evaluator.training_text(self.grouped)}.{aggregate}")
        return (
            self._looked_up(self.evaluator.training_text(self.frame), holder),
            self._looked_up(self.evaluator.serving_text(self.frame), holder),
        )

    def _looked_up(self, frame: str, holder: str) -> str:
        keys = ast.unparse(self.keys)
        if isinstance(self.keys, ast.Constant):
            return f"{frame}[{keys}].map({holder})"
        return f"{frame}[{keys}].join({holder}, on={keys})[{ast.unparse(self.column)}]"


class _Substitution:
    """Puts texts in the places of a parameter and of some expressions."""

    def __init__(self, parameter: str, column: str, texts: dict[int, str]) -> None:
        self.parameter, self.column, self.texts = parameter, column, texts

    def text(self, node: ast.expr) -> str:
        return ast.unparse(self._replaced(node))

    def _replaced(self, node: ast.AST) -> ast.AST:
        if id(node) in self.texts:
            return ast.Name(id=self.texts[id(node)])
        if isinstance(node, ast.Name) and node.id == self.parameter:
            return ast.Name(id=self.column)
        return type(node)(**{name: self._field(value) for name, value in ast.iter_fields(node)})

    def _field(self, value: object) -> object:
        if isinstance(value, list):
            return [self._field(each) for each in value]
        return self._replaced(value) if isinstance(value, ast.AST) else value


def merge(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Look a record up in a table that training learned, one row for each key; or put columns of one row side by side.

    A training record without a partner is dropped by an inner join; a record to predict never is.

    >>> df.merge(means, on="plan")
    df.merge(means, on="plan", how="left")
    """
    receiver = evaluator.values.get(id(node.func.value)) if isinstance(node.func, ast.Attribute) else None
    tables = [receiver, *values] if receiver is not None and receiver.rows else [*values]
    if len(tables) < 2:
        return None
    left, right = tables[:2]
    if left.many and right.many and _is_by_row(node):
        return replace(join(left, right), kind=ValueKind.FRAME, source=False, raw=False)
    if not left.many or not right.keyed or left.obstacle or right.obstacle:
        return None
    how = next((each.value for each in node.keywords if each.arg == "how"), None)
    if how is None:
        last = [*node.args, *(each.value for each in node.keywords)][-1]
        evaluator.append(last, ', how="left"', training="")
    elif isinstance(how, ast.Constant) and how.value == "inner":
        evaluator.edit(how, serving='"left"')
    elif not (isinstance(how, ast.Constant) and how.value == "left"):
        return None
    return replace(left, source=False, raw=False)


def _is_by_row(node: ast.Call) -> bool:
    """Whether a merge finds the partner of a row by the label that both have."""
    given = {each.arg: each.value for each in node.keywords}
    return all(
        isinstance(each := given.get(name), ast.Constant) and each.value is True
        for name in ("left_index", "right_index")
    )
