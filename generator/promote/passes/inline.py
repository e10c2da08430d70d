"""Functions that have to do with a model, with all rows, or with what nobody gives them, give way to what they do, where called.

    def train(df, depth=3):
        X, y = df[["age"]], df["churn"]
        tree = DecisionTreeClassifier(max_depth=depth)
        tree.fit(X, y)
        return tree

    model = train(customers)

becomes `X = customers[["age"]]`, `y = customers["churn"]`, `model = DecisionTreeClassifier(max_depth=3)`, `model.fit(X, y)`. What
the function returns takes the name that the caller gives it; its other variables keep theirs, unless the notebook has the name
already. A function is left alone if it returns in the middle, calls itself, or does more than statements one after the other can.

The notebook cannot be asked for a function's own variables. `Program.spelled` has the expression that they come from instead.
"""

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from promote.knowledge import methods
from promote.model.program import Inside, Program, Statement
from promote.passes.called import (
    bindings_of,
    bound_anew,
    evaluated,
    given_to,
    names_wanted,
    reads_global,
    rebinds,
    spoken,
    steps_of,
)
from promote.passes.names import declared_global, effects_of, names_of
from promote.passes.parse import simplified
from promote.passes.rewrite import renamed, source_of, span
from promote.passes.turns import comments_above, made, parsed, text_of

_DEEPEST = 6
_ASKS = frozenset(["fit", "fit_predict", "fit_transform", "fit_resample", "partial_fit", "predict", "predict_proba"])
_CALLS = frozenset(["train_test_split", "cross_val_score", "cross_validate"])
_LIBRARIES = ("sklearn", "imblearn", "xgboost", "lightgbm", "catboost", "keras", "tensorflow", "statsmodels")


def inline(program: Program) -> Program:
    """Put the bodies of functions that have to do with a model or with all rows into the places of their calls."""
    inlining = _Inlining(program)
    statements = tuple(replace(each, index=n) for n, each in enumerate(inlining.run()))
    return replace(program, statements=statements, spelled=program.spelled | inlining.spelled)


@dataclass(slots=True)
class _Inlining:
    """One walk along the program. Responsibilities: the functions known so far; names that are taken; the new statements."""

    program: Program
    spelled: dict[str, str] = field(default_factory=dict)
    functions: dict[str, tuple[ast.FunctionDef, str]] = field(default_factory=dict)
    places: dict[str, Inside] = field(default_factory=dict)
    """Where each function begins, and how far it is indented."""
    taken: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    """Variables of the notebook so far."""
    classes: frozenset[str] = frozenset()
    """Imported names of libraries that make models."""

    def run(self) -> Iterator[Statement]:
        statements = [each for statement in self.program.statements for each in _unguarded(statement)]
        self.classes = frozenset(_classes(statements))
        self.taken = {*dir(builtins)}
        for each in statements:
            if not isinstance(each.node, ast.FunctionDef):
                names = names_of(each.node)
                self.taken |= names.uses | names.defines
        for each in statements:
            if isinstance(each.node, ast.FunctionDef):
                function = parsed(each.text)
                if isinstance(function, ast.FunctionDef):
                    self.functions[function.name] = function, each.text
                    self.places[function.name] = each.inside or _beginning(each)
                yield each
            else:
                for name in names_of(each.node).defines:
                    self.functions.pop(name, None)
                if not isinstance(each.node, ast.Import | ast.ImportFrom):
                    self.bound |= names_of(each.node).defines
                yield from self._statement(each, ())

    def _statement(self, statement: Statement, inside: tuple[str, ...]) -> Iterator[Statement]:
        """A statement without its calls of such functions, the innermost first."""
        node = parsed(statement.text)
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr | ast.AugAssign) or len(inside) > _DEEPEST:
            yield statement
            return
        for call in reversed([each for each in evaluated(node) if isinstance(each, ast.Call)]):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name not in self.functions or self._calls(name, name, frozenset()):
                continue
            is_method = name in self.program.methods
            if not (is_method or self._is_more_than_row_wise(name, ()) or self._changes_variables(name)):
                continue
            body = self._body(statement, node, call, name)
            if body is not None:
                before, last = body
                for each in before:
                    yield from self._statement(each, (*inside, name))
                if last is not None:
                    yield from self._statement(last, inside)
                return
        yield statement

    def _calls(self, name: str, wanted: str, seen: frozenset[str]) -> bool:
        """Whether a function calls another one, or one that does."""
        called = {
            each.func.id
            for each in ast.walk(self.functions[name][0])
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in self.functions
        }
        return wanted in called or any(self._calls(each, wanted, seen | called) for each in called - seen)

    def _is_more_than_row_wise(self, name: str, inside: tuple[str, ...]) -> bool:
        """Whether a function reads or learns, or makes, fits or asks something, itself or by another one."""
        for node in ast.walk(self.functions[name][0]):
            match node:
                case ast.Call(func=ast.Attribute(attr=method)) if method in _ASKS | _CALLS | methods.OF_ALL_ROWS:
                    return True
                case ast.Return(value=ast.Tuple()):
                    return True
                case ast.Call(func=ast.Name(id=called)) if called in _CALLS or called in self.classes:
                    return True
                case ast.Call(func=ast.Name(id=called)) if called in self.functions and called not in inside:
                    if called != name and self._is_more_than_row_wise(called, (*inside, name)):
                        return True
                case _:
                    pass
        return False

    def _changes_variables(self, name: str) -> bool:
        """Whether a function changes or binds variables of the notebook, itself; that matters where there may be a model."""
        if not self.classes:
            return False
        function = self.functions[name][0]
        return bool(declared_global(function) or effects_of(function).others & self.bound)

    # One call.

    def _body(
        self, statement: Statement, node: ast.stmt, call: ast.Call, name: str
    ) -> tuple[list[Statement], Statement | None] | None:
        """The statements of a function at one call, and what is left of the calling statement."""
        function, text = self.functions[name]
        given = given_to(function, call)
        inner = steps_of(function)
        if given is None or inner is None:
            return None
        steps, returned = inner
        names = self._names(function, node, call, given, steps, returned)
        try:
            body = [replace(made(statement, each), inside=None) for each in bindings_of(given, names, steps)]
            early = bound_anew(given, steps)
            for number, each in enumerate(steps):
                read = {name: ast.unparse(given[name]) for name, last in early.items() if number <= last}
                step = made(statement, spoken(text_of(text, each, function), names, names | read))
                own = names | {name: said for name, said in read.items() if number < early[name]}
                inside = self._inside(name, each, own)
                halves = [*simplified(step.node)]
                parts = [made(step, ast.unparse(half)) for half in halves] if len(halves) > 1 else [step]
                parts[0] = replace(parts[0], comments=comments_above(text, each))
                body += [replace(part, inside=inside) for part in parts]
            result = renamed(source_of(text, returned), names) if returned is not None else "None"
            rest = self._rest(statement, node, call, result)
        except (SyntaxError, IndexError):
            return None
        if body and not body[0].comments:
            body[0] = replace(body[0], comments=statement.comments)
        self._spell(body)
        return body, rest

    def _inside(self, function: str, step: ast.stmt, names: Mapping[str, str]) -> Inside | None:
        """Where a step of a function stands in the notebook, and what its variables are called there."""
        place = self.places[function]
        if step.lineno == self.functions[function][0].lineno:
            # No line can be put behind it.
            return None
        return Inside(
            cell=place.cell,
            line=place.line + (step.end_lineno or step.lineno) - 1,
            indent=place.indent + step.col_offset,
            names=(*((program, own) for own, program in names.items()), *place.names),
            file=place.file,
        )

    def _names(
        self,
        function: ast.FunctionDef,
        node: ast.stmt,
        call: ast.Call,
        given: Mapping[str, ast.expr],
        steps: list[ast.stmt],
        returned: ast.expr | None,
    ) -> dict[str, str]:
        """What stands in the notebook for each variable of the function."""
        wanted = names_wanted(node, call, returned)
        used = {each.id for value in given.values() for each in ast.walk(value) if isinstance(each, ast.Name)}
        names: dict[str, str] = {}
        for parameter, value in given.items():
            if not rebinds(steps, parameter) and isinstance(value, ast.Name | ast.Constant):
                names[parameter] = ast.unparse(value)
            elif isinstance(value, ast.Name) and wanted.get(parameter) == value.id:
                names[parameter] = value.id
            else:
                names[parameter] = self._fresh(parameter, function.name)
        own = {each for step in steps for each in names_of(step).defines} - given.keys() - declared_global(function)
        for local in sorted(own):
            target = wanted.get(local, "")
            if target and target not in used and target not in own - {local} and not reads_global(steps, target, own):
                names[local] = target
            else:
                names[local] = self._fresh(local, function.name)
        return names

    def _fresh(self, name: str, function: str) -> str:
        candidate, number = name, 2
        while candidate in self.taken:
            candidate = f"{function}_{name}" if number == 2 else f"{function}_{name}_{number - 1}"
            number += 1
        self.taken.add(candidate)
        self.spelled.setdefault(candidate, "")
        return candidate

    def _rest(self, statement: Statement, node: ast.stmt, call: ast.Call, result: str) -> Statement | None:
        """What is left of the calling statement once the call's value is known; nothing for `model = model`."""
        start, end = span(statement.text, call)
        whole = isinstance(node, ast.Expr) and node.value is call
        if whole and not any(isinstance(each, ast.Call) for each in ast.walk(ast.parse(result))):
            return None
        is_plain = isinstance(ast.parse(result, mode="eval").body, ast.Name | ast.Call | ast.Attribute | ast.Constant)
        inserted = result if is_plain or getattr(node, "value", None) is call else f"({result})"
        text = statement.text[:start] + inserted + statement.text[end:]
        match ast.parse(text).body[0]:
            case ast.Assign(targets=[target], value=value) if ast.unparse(target) == ast.unparse(value):
                return None
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(targets) == len(
                values
            ):
                pairs = [
                    (ast.unparse(target), ast.unparse(value)) for target, value in zip(targets, values, strict=True)
                ]
                left = [(target, value) for target, value in pairs if target != value]
                if len(left) == 1:
                    text = f"{left[0][0]} = {left[0][1]}"
            case _:
                pass
        return replace(made(statement, text), comments="")

    def _spell(self, body: list[Statement]) -> None:
        """Say where a function's own variables come from, as long as they are bound once and never changed."""
        nodes = [each.node for each in body]
        names = [names_of(each) for each in nodes]
        for node in nodes:
            found: list[tuple[str, str]] = []
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    found = [(name, ast.unparse(value))]
                case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call() as value):
                    found = [
                        (target.id, f"{ast.unparse(value)}[{number}]")
                        for number, target in enumerate(targets)
                        if isinstance(target, ast.Name)
                    ]
                case _:
                    pass
            for name, text in found:
                once = sum(name in each.defines for each in names) == 1
                changed = any(name in each.mutates for each in names)
                if self.spelled.get(name) == "" and once and not changed:
                    self.spelled[name] = self._without_own(text)

    def _without_own(self, text: str) -> str:
        """An expression in which each variable of a function is replaced by where it comes from; empty if one cannot be."""
        used = names_of(ast.parse(text, mode="eval")).uses & self.spelled.keys()
        if any(not self.spelled[name] for name in used):
            return ""
        return renamed(text, {name: f"({self.spelled[name]})" for name in used})


def _beginning(function: Statement) -> Inside:
    place = function.place()
    return Inside(cell=place.cell, line=place.line, indent=0, file=place.file)


def _unguarded(statement: Statement) -> Iterator[Statement]:
    """The statements under `if __name__ == "__main__":`, which a notebook always runs."""
    match statement.node:
        case ast.If(
            test=ast.Compare(left=ast.Name(id="__name__"), comparators=[ast.Constant(value="__main__")]),
            body=body,
            orelse=[],
        ):
            for each in body:
                yield made(statement, text_of(statement.text, each, statement.node))
        case _:
            yield statement


def _classes(statements: list[Statement]) -> Iterator[str]:
    """Imported names that make models."""
    for statement in statements:
        for node in ast.walk(statement.node):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in _LIBRARIES:
                for alias in node.names:
                    if alias.name[:1].isupper() or alias.name in {"make_pipeline", "ols", "logit", "glm"}:
                        yield alias.asname or alias.name
