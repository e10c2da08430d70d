"""The categories that training saw, where a call derives columns or codes from them."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.model.steps import StateKind
from promote.planners.binding.naming import name_of
from promote.planners.binding.syntax import argument, keyword
from promote.planners.values import Value, ValueKind, blocked

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def get_dummies(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Remember the categories: `pd.get_dummies(df.astype(categories))` has the same columns for one record as for all.

    >>> pd.get_dummies(df, columns=["contract"])
    categories = {column: df[column].astype("category").dtype for column in ["contract"]}
    pd.get_dummies(df.astype(categories), columns=["contract"])
    """
    del values
    data = argument(node, 0, "data")
    if data is None or not (value := evaluator.values[id(data)]).many:
        return None
    text = evaluator.training_text(data)
    if value.kind is ValueKind.COLUMN:
        state = evaluator.new_state(f"{name_of(data)}_categories".removeprefix("learned_"), StateKind.VALUE)
        holder = evaluator.holder(state)
        evaluator.prelude(f'{holder} = {text}.astype("category").dtype')
    else:
        columns = keyword(node, "columns")
        if columns is not None and evaluator.captures(columns):
            evaluator.capture_all(columns)
        named = (
            evaluator.training_text(columns)
            if columns is not None
            else f'{text}.select_dtypes(include=["object", "string", "category"]).columns'
        )
        state = evaluator.new_state("categories", StateKind.VALUE)
        holder = evaluator.holder(state)
        evaluator.prelude(f'{holder} = {{column: {text}[column].astype("category").dtype for column in {named}}}')
    evaluator.append(data, f".astype({holder})")
    evaluator.learns = True
    return replace(value, kind=ValueKind.FRAME, source=False, raw=False)


def astype(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """`astype("category")` learns the categories, which decide the codes."""
    del values
    if not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and node.args[0].value == "category"):
        return None
    if not isinstance(node.func, ast.Attribute):
        return None
    receiver = evaluator.values[id(node.func.value)]
    if receiver.kind is not ValueKind.COLUMN:
        return blocked(receiver, "categories of several columns are learned at once")
    column = name_of(node.func.value).removeprefix("learned")
    state = evaluator.new_state(f"{column}_categories".removeprefix("_"), StateKind.VALUE)
    holder = evaluator.holder(state)
    evaluator.prelude(f"{holder} = {evaluator.training_text(node)}.dtype")
    evaluator.edit(node.args[0], training=holder, serving=holder)
    evaluator.learns = True
    return replace(receiver, source=False, raw=False)
