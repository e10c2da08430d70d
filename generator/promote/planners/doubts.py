"""Steps that no single record can follow, and that may not matter: perhaps no prediction reads the name or column they bind.

    df["tomorrow"] = df["price"].shift(-1)
    X, y = df.drop(columns="tomorrow"), df["tomorrow"]

Such a step is first taken for one that works on each record. Only when it turns out that serving would run it is it what it is:
an obstacle.
"""

import ast
from collections.abc import Collection, Iterable
from dataclasses import replace

from promote.model.steps import Path, Step, StepKind


def with_benefit(steps: tuple[Step, ...], needed: Collection[int]) -> tuple[Step, ...]:
    """Give steps that bind one thing the benefit of the doubt, but for the statements that are known to be `needed`."""
    return tuple(
        replace(step, kind=StepKind.ROW_WISE)
        if step.kind is StepKind.OBSTACLE and step.statement.index not in needed and _binds_one_thing(step)
        else step
        for step in steps
    )


def doubted(steps: Iterable[Step]) -> frozenset[int]:
    """The statements among some steps that were given the benefit of the doubt."""
    return frozenset(step.statement.index for step in steps if step.kind is StepKind.ROW_WISE and step.obstacle)


def settled(path: Path) -> Path:
    """Let no step speak of an obstacle that is in nobody's way."""
    return replace(
        path,
        steps=tuple(
            replace(step, obstacle="") if step.kind is StepKind.ROW_WISE and step.obstacle else step
            for step in path.steps
        ),
    )


def _binds_one_thing(step: Step) -> bool:
    match step.statement.node:
        case ast.Assign(targets=[ast.Name() | ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str()))]):
            return True
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str()))),
                keywords=given,
            )
        ):
            return any(each.arg == "inplace" for each in given)
        case _:
            return False
