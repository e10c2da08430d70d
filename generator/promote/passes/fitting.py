"""A fit that hides in something else becomes a statement of its own.

    labels = clusters.fit_predict(X)                        clusters.fit(X)
                                                            labels = clusters.predict(X)

    predicted = SVC().fit(X, y).predict(X_test)             svc = SVC()
                                                            svc.fit(X, y)
                                                            predicted = svc.predict(X_test)

    scores = cross_val_score(SVC(), X, y)                   svc = SVC()
                                                            scores = cross_val_score(svc, X, y)
                                                            svc.fit(X, y)

The last one only where the notebook fits nothing at all: what it scores is the model that it means, fitted on all rows.
"""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from promote.knowledge.estimators import NO_ANSWERS
from promote.knowledge.trainers import TRAINERS
from promote.model.program import Program, Statement
from promote.passes.names import called_name, names_of
from promote.passes.rewrite import span, variable
from promote.passes.turns import made, parsed

_SCORES = frozenset(["cross_val_score", "cross_validate", "cross_val_predict"])
_FITS = frozenset(["fit", "partial_fit", "fit_predict"])
_ASKS = frozenset(["predict", "predict_proba", "score"])
_TRAINS = frozenset(name.rpartition(".")[2] for name in TRAINERS)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.Expr, ast.AugAssign)


def part_fits(program: Program) -> Program:
    """Give every fit of a model a statement of its own, and fit what is only scored."""
    parting = _Parting(program)
    statements = [*parting.run()]
    if not any(_fits_model(each.node) for each in statements):
        statements = [each for statement in statements for each in parting.scored(statement)]
    return replace(
        program,
        statements=tuple(replace(each, index=n) for n, each in enumerate(statements)),
        spelled=program.spelled | parting.spelled,
    )


@dataclass(slots=True)
class _Parting:
    """One walk along the program. Responsibilities: names for what has none; the new statements."""

    program: Program
    spelled: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    classes: dict[str, str] = field(default_factory=dict)
    """Variable -> class of what it was made of."""

    def run(self) -> Iterator[Statement]:
        for each in self.program.statements:
            names = names_of(each.node)
            self.taken |= names.uses | names.defines
        self.taken |= {*dir(builtins)}
        for each in self.program.statements:
            yield from self._statement(each)

    def _statement(self, statement: Statement) -> Iterator[Statement]:
        node = parsed(statement.text)
        if isinstance(node, _SIMPLE):
            for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
                found = self._named(statement, call) or self._parted(statement, call)
                if found:
                    *before, last = found
                    yield from before
                    yield from self._statement(last)
                    return
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                self.classes[name] = called_name(call)
            case _:
                pass
        yield statement

    def _named(self, statement: Statement, call: ast.Call) -> list[Statement]:
        """`SVC().fit(X, y).predict(X_test)`, `KMeans(3).fit_predict(X)`: the model gets a name."""
        match call.func:
            case ast.Attribute(
                value=ast.Call(func=ast.Attribute(value=ast.Call() as maker, attr="fit")) as fit, attr=asked
            ):
                if asked in _ASKS and _makes(maker):
                    return self._with_name(statement, maker, fit, fit)
            case ast.Attribute(value=ast.Call() as maker, attr="fit_predict") if _makes(maker):
                return self._with_name(statement, maker, None, maker)
            case _:
                pass
        return []

    def _with_name(
        self, statement: Statement, maker: ast.Call, fit: ast.Call | None, replaced: ast.Call
    ) -> list[Statement]:
        name = variable(called_name(maker), self.taken)
        self.taken.add(name)
        text = statement.text
        start, end = span(text, maker)
        lines = [f"{name} = {text[start:end]}"]
        if fit is not None:
            lines.append(f"{name}{text[end : span(text, fit)[1]]}")
            self.spelled[name] = ast.unparse(fit)
        else:
            self.spelled[name] = ""
        start, end = span(text, replaced)
        first, *others = [made(statement, line) for line in [*lines, f"{text[:start]}{name}{text[end:]}"]]
        self.classes[name] = called_name(maker)
        return [replace(first, comments=statement.comments), *others]

    def _parted(self, statement: Statement, call: ast.Call) -> list[Statement]:
        """`model.fit_predict(X)` fits, and then predicts."""
        match call.func:
            case ast.Attribute(value=ast.Name(id=name) as holder, attr="fit_predict") if call.args:
                if self.classes.get(name, "") in {*NO_ANSWERS, "LocalOutlierFactor", ""}:
                    return []
                text = statement.text
                arguments = text[span(text, holder)[1] : span(text, call)[1]].replace(".fit_predict", ".fit", 1)
                start, end = span(text, call)
                predicted = f"{name}.predict({ast.unparse(call.args[0])})"
                first = replace(made(statement, f"{name}{arguments}"), comments=statement.comments)
                if self.spelled.get(name) == "":
                    self.spelled[name] = ""
                return [first, made(statement, f"{text[:start]}{predicted}{text[end:]}")]
            case _:
                return []

    def scored(self, statement: Statement) -> Iterator[Statement]:
        """Fit what a statement scores by cross-validation."""
        node = parsed(statement.text)
        for call in (
            (each for each in ast.walk(node) if isinstance(each, ast.Call)) if isinstance(node, _SIMPLE) else ()
        ):
            arguments = [*call.args, *(each.value for each in call.keywords if each.arg in {"estimator", "X", "y"})]
            if called_name(call) not in _SCORES or len(arguments) < 2:
                continue
            model, *data = arguments[:3]
            text = statement.text
            if isinstance(model, ast.Call) and _makes(model):
                name = variable(called_name(model), self.taken)
                self.taken.add(name)
                start, end = span(text, model)
                yield replace(made(statement, f"{name} = {text[start:end]}"), comments=statement.comments)
                statement = made(statement, f"{text[:start]}{name}{text[end:]}")
                spelled = ast.unparse(model)
            elif isinstance(model, ast.Name):
                name = spelled = model.id
            else:
                continue
            given = ", ".join(map(ast.unparse, data))
            yield statement
            yield replace(made(statement, f"{name}.fit({given})"), is_added=True)
            self.spelled[name] = f"{self.program.spelled.get(name) or spelled}.fit({given})"
            return
        yield statement


def _fits_model(node: ast.AST) -> bool:
    """Whether something is fitted, as far as its form tells: two arguments, or by a function that trains."""
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        called = called_name(call)
        count = len(call.args) + len(call.keywords)
        if (called in _FITS and (count > 1 or not count)) or called in _TRAINS:
            return True
    return False


def _makes(call: ast.Call) -> bool:
    """Whether a call makes something that answers for new rows, by the look of its name."""
    name = called_name(call)
    return name == "make_pipeline" or (name[:1].isupper() and name not in {*NO_ANSWERS, "LocalOutlierFactor"})
