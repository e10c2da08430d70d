"""What all emitters share: the plan, its layout, and where each name of the derived project lives."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property

from promote.emitters.unbound import marked
from promote.model.plan import Plan
from promote.model.steps import STATE, StateKind, Step, StepKind
from promote.passes.names import names_of
from promote.planners.hoisting import text_names
from promote.planners.layout import Layout, PartKind

STANDARD = {
    "pd": "import pandas as pd",
    "np": "import numpy as np",
    "npt": "import numpy.typing as npt",
    "Any": "from typing import Any",
    "Literal": "from typing import Literal",
    "dataclass": "from dataclasses import dataclass",
    "Path": "from pathlib import Path",
    "torch": "import torch",
    "Pipeline": "from sklearn.pipeline import Pipeline",
    "FeatureUnion": "from sklearn.pipeline import FeatureUnion",
    "ColumnTransformer": "from sklearn.compose import ColumnTransformer",
    "Mapping": "from collections.abc import Mapping",
    "Sequence": "from collections.abc import Sequence",
} | {
    scaler: f"from sklearn.preprocessing import {scaler}"
    for scaler in ("MaxAbsScaler", "MinMaxScaler", "RobustScaler", "StandardScaler")
}
"""Names that derived code uses on its own account."""


@dataclass(frozen=True)
class Draft:
    """A plan and its layout."""

    plan: Plan
    layout: Layout

    @property
    def package(self) -> str:
        """Folder of the derived modules."""
        return f"src/{self.plan.package}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the path."""
        return self.plan.steps

    def learned(self) -> tuple[int, ...]:
        """Steps inside the class `Features`, if there is one."""
        return next((part.steps for part in self.layout.parts if part.kind is PartKind.FEATURES), ())

    @cached_property
    def class_states(self) -> frozenset[str]:
        """States that `Features` holds."""
        return frozenset(state.name for p in self.learned() for state in self.steps[p].states)

    def model_states(self) -> dict[str, str]:
        """States that training learns outside `Features` and serving reads, each with its type."""
        inside = self.class_states
        texts = [*self.plan.path.served_texts, self.plan.answer.asks, self.plan.answer.classes]
        read = {name for text in texts for name in STATE.findall(text)}
        types = {state.name: state for step in self.steps for state in step.states}
        return {
            name: (types[name].type if types[name].kind is StateKind.TRANSFORMER and types[name].type else "Any")
            for name in sorted(read - inside)
            if name in types
        }

    def local(self, name: str) -> str:
        """A variable of the derived code's own, under a name that the notebook leaves free."""
        return f"{name}_" if name in self.names else name

    @cached_property
    def names(self) -> frozenset[str]:
        """Names that stand in the notebook's own statements."""
        kept = [self.plan.program.statements[index].text for index in self.plan.score_steps]
        texts = [*(step.statement.text for step in self.steps), *kept, *(each.expression for each in self.plan.scores)]
        return frozenset(word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text))

    def render(self, text: str, holder: str, *, outside: str = "") -> str:
        """Put the holders of states into a text: `holder` for those of `Features`, `outside` for the others."""
        inside = self.class_states

        def place(match: re.Match[str]) -> str:
            name = match[1]
            if name in inside:
                return f"{holder}{name}_"
            return f"{outside}{field_of(name)}" if outside else name

        return STATE.sub(place, text)

    def home(self, position: int) -> str:
        """Module of a hoisted constant or function: the lowest one that mentions it, also by way of another."""
        name = next(iter(self.steps[position].statement.names.defines))
        if self._mentions(self.layout.dataset, name):
            return "dataset"
        shared = [p for part in self.layout.parts if part.kind is not PartKind.INLINE for p in part.steps]
        if self._mentions(shared, name):
            return "features"
        served = [*self.plan.path.served_texts, self.plan.answer.asks]
        served += [self.steps[p].statement.text for p in self.layout.hoisted if self._is_kept(p)]
        if self._is_kept(position) or any(name in self._closure(text) for text in served):
            return "predict"
        return "train"

    def _is_kept(self, position: int) -> bool:
        """Tell whether the saved model may hold it: a class, or a function that training hands on and does not call.

        What a file holds is found again by its module, and `train` has another name while it runs.
        """
        match ast.parse(self.steps[position].statement.text).body[0]:
            case ast.ClassDef():
                return True
            case ast.FunctionDef(name=name):
                training = [p for part in self.layout.parts if part.kind is PartKind.INLINE for p in part.steps]
                return any(name in _handed_on(self.steps[p].training_text()) for p in training)
            case _:
                return False

    def _mentions(self, positions: tuple[int, ...] | list[int], name: str) -> bool:
        return any(name in self._closure(self.steps[p].training_text()) for p in positions)

    def _closure(self, text: str) -> frozenset[str]:
        """Names that a text reads, and those that the hoisted things it reads do."""
        found: set[str] = set()
        new = set(text_names(text))
        hoisted = {name: p for p in self.layout.hoisted for name in self.steps[p].statement.names.defines}
        while new - found:
            found |= new
            new = {n for name in found & hoisted.keys() for n in text_names(self.steps[hoisted[name]].statement.text)}
        return frozenset(found)

    def hoisted_in(self, module: str) -> list[str]:
        """Blocks of the constants and functions that stand at the top of a module; neighbouring constants are one block."""
        blocks: list[str] = []
        constants = False
        for p in self.layout.hoisted:
            if self.home(p) != module:
                continue
            text = with_comments(self.steps[p], annotate(self.steps[p].statement.text))
            is_constant = self.steps[p].kind is StepKind.CONSTANT
            if constants and is_constant:
                blocks[-1] += f"\n{text}"
            else:
                blocks.append(text)
            constants = is_constant
        return blocks

    @cached_property
    def hoisted_imports(self) -> dict[str, str]:
        """Import lines of the constants and functions that stand at the top of a module."""
        return {
            name: f"from {self.plan.package}.{self.home(p)} import {name}"
            for p in self.layout.hoisted
            for name in self.steps[p].statement.names.defines
        }

    def module(self, docstring: str, blocks: list[str], own: dict[str, str]) -> str:
        """Join blocks to a module and import what they use. `own` maps the project's names to import lines."""
        body = "\n\n\n".join(block.strip("\n") for block in blocks if block.strip())
        lines = link(body, [own, self.hoisted_imports, self.plan.imports, STANDARD])
        text = "\n".join([f'"""{docstring}"""', "", *lines, "", "", body, ""])
        somewhere = {name for each in self.plan.program.statements for name in each.names.defines}
        return marked(text, f'"""{docstring}"""', somewhere)


def field_of(state: str) -> str:
    """The field of `Model` that holds a state."""
    return f"{state}_" if state in {"dtypes", "typical", "features", "estimator"} else state


def _handed_on(text: str) -> frozenset[str]:
    """Names that a text reads other than to call them."""
    nodes = list(ast.walk(ast.parse(STATE.sub("_state", text))))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called)


def link(body: str, tables: list[dict[str, str]]) -> list[str]:
    """Find the import lines for the names that a body of code uses and does not bind itself."""
    tree = ast.parse(body)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    formulas = _names_in_formulas(tree) - used
    # What stands at the top of the module is bound there, whatever the order.
    bound = {name for node in tree.body for name in names_of(node).defines}
    lines = []
    for name in sorted((used | formulas) - bound):
        line = next((table[name] for table in tables if name in table), None)
        if line is not None:
            lines.append(f"{line}  # noqa: F401 - a formula reads it" if name in formulas else line)
    return sorted(set(lines))


def _names_in_formulas(tree: ast.Module) -> set[str]:
    """Names before a dot in texts such as `"price ~ np.log(size)"`: whoever reads the formula looks for them."""
    return {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "~" in node.value
        for name in re.findall(r"(?<![\w.])([A-Za-z_]\w*)\.\w+\(", node.value)
    }


def with_comments(step: Step, text: str) -> str:
    """Put the author's comments back above the statement; a function that stands among others is given types as they are."""
    if step.kind is StepKind.FUNCTION:
        text = annotate(text)
    return f"{step.statement.comments}\n{text}" if step.statement.comments else text


def served(step: Step) -> str:
    """What serving runs of a step, with the author's comments unless they speak of what serving leaves out."""
    text = step.serving_text()
    return text if step.is_shortened else with_comments(step, text)


def indent(text: str, by: int = 4) -> str:
    """Indent code, and leave the inside of multi-line strings alone."""
    inside = _string_lines(text)
    pad = " " * by
    return "\n".join(
        line if number in inside or not line.strip() else pad + line
        for number, line in enumerate(text.split("\n"), start=1)
    )


def returning(body: str, outputs: str) -> str:
    """End a function's body with its result; an assignment to the only result at the end returns its value instead."""
    statements = ast.parse(body).body
    match statements[-1] if statements else None:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == outputs:
            lines = body.split("\n")
            start = statements[-1].lineno - 1
            head = lines[start].encode()[value.col_offset :].decode() if value.lineno == start + 1 else ""
            if head:
                return "\n".join([*lines[:start], f"return {head}", *lines[start + 1 :]])
        case _:
            pass
    return f"{body}\nreturn {outputs}".lstrip("\n")


def _string_lines(text: str) -> frozenset[int]:
    if '"""' not in text and "'''" not in text and "\\\n" not in text:
        return frozenset()
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return frozenset()
    return frozenset(
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant | ast.JoinedStr) and isinstance(getattr(node, "value", ""), str | bytes | list)
        for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
    )


def annotate(text: str) -> str:
    """Give the author's functions the annotations that they lack, so that strict type checking passes."""
    tree = ast.parse(text)
    lines = text.split("\n")
    inserts: list[tuple[int, int, str]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        arguments += [each for each in (node.args.vararg, node.args.kwarg) if each is not None]
        inserts += [
            (each.end_lineno or each.lineno, each.end_col_offset or 0, ": Any")
            for each in arguments
            if each.annotation is None and each.arg not in {"self", "cls"}
        ]
        if node.returns is None:
            place = _before_body(lines, node)
            if place is not None:
                returns = any(isinstance(each, ast.Return) and each.value is not None for each in ast.walk(node))
                inserts.append((*place, " -> Any" if returns else " -> None"))
    for line, column, addition in sorted(inserts, reverse=True):
        encoded = lines[line - 1].encode()
        lines[line - 1] = (encoded[:column] + addition.encode() + encoded[column:]).decode()
    return "\n".join(lines)


def _before_body(lines: list[str], node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[int, int] | None:
    """Find the colon that ends a function's signature: line and column in bytes."""
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    every: list[ast.expr | ast.arg] = [*arguments, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    ends = [(each.end_lineno or 0, each.end_col_offset or 0) for each in every]
    line, column = max(ends, default=(node.lineno, node.col_offset))
    for number in range(line, node.body[0].lineno + 1):
        encoded = lines[number - 1].encode()
        start = column if number == line else 0
        closing = encoded.find(b")", start)
        if closing >= 0:
            return number, closing + 1
    return None
