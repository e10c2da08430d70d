"""Missing seed.

Something on the way to the model is random, and nothing fixes its seed.

**Why it matters.** Two trainings on the same data give two models. Nobody can tell a better model from a lucky one.

**What to do.** Give it a seed: `train_test_split(X, y, random_state=42)`.
"""

import ast
from collections.abc import Iterable, Iterator

from promote.knowledge import randomness
from promote.knowledge.estimators import NETWORK_MODULES
from promote.knowledge.functions import SEEDS, SEEDS_OF_KERAS, SHUFFLES, SPLITS
from promote.knowledge.networks import SEED
from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts
from promote.model.steps import Step
from promote.planners.networks import is_network_class, own_networks, trains
from promote.planners.values import Value


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each random call on the path without a seed, unless the notebook seeds everything."""
    for step, name in () if _calls(facts) & SEEDS else _drawn(facts):
        way = "call `np.random.seed` above" if name.startswith("numpy.random.") else "give it `random_state`"
        yield _finding(step, name, f"{way}, so that a training can be repeated")
    for step, name in _networks(facts):
        yield _finding(step, name, "call `torch.manual_seed` before it is made, so that a training can be repeated")
    for step, name in _of_keras(facts):
        yield _finding(
            step, name, "call `keras.utils.set_random_seed` before it is made, so that a training can be repeated"
        )


def _calls(facts: Facts) -> frozenset[str]:
    """Names of everything that the notebook calls."""
    return frozenset(
        _qualified(each.func, facts)
        for statement in facts.program.statements
        for each in ast.walk(statement.node)
        if isinstance(each, ast.Call)
    )


def _finding(step: Step, name: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="PN104",
        name="missing-seed",
        severity=Severity.WARNING,
        message=f"`{name}` is random and has no seed",
        hint=hint,
        place=step.statement.place(),
    )


def _networks(facts: Facts) -> Iterator[tuple[Step, str]]:
    """Find the networks on the path, unless PyTorch has a seed: each begins with random numbers."""
    steps = facts.path.steps if facts.path is not None and SEED not in _calls(facts) else ()
    imports = {name: Value(qualified=qualified) for name, qualified in facts.names.items()}
    own = own_networks(tuple(step.statement for step in steps), imports)
    for step in steps if any(trains(step.statement.node) for step in steps) else ():
        if isinstance(step.statement.node, ast.Assign):
            for call in (each for each in ast.walk(step.statement.node) if isinstance(each, ast.Call)):
                name = _qualified(call.func, facts)
                if is_network_class(name, own):
                    yield step, name.rpartition(".")[2]
                    break


def _of_keras(facts: Facts) -> Iterator[tuple[Step, str]]:
    """Find the models of Keras on the path, unless it has a seed."""
    for step in facts.path.steps if facts.path is not None and not _calls(facts) & SEEDS_OF_KERAS else ():
        for call in (each for each in ast.walk(step.statement.node) if isinstance(each, ast.Call)):
            module, _, name = _qualified(call.func, facts).rpartition(".")
            if module in NETWORK_MODULES and name[:1].isupper():
                yield step, name


def unseeded(facts: Facts) -> Iterator[tuple[Step, str]]:
    """Find what is random on the path and has no seed of its own."""
    yield from _drawn(facts)
    yield from _networks(facts)
    yield from _of_keras(facts)


def _drawn(facts: Facts) -> Iterator[tuple[Step, str]]:
    """Find the random calls on the path that have no seed of their own."""
    for step in facts.path.steps if facts.path is not None else ():
        for call in (each for each in ast.walk(step.statement.node) if isinstance(each, ast.Call)):
            name = _qualified(call.func, facts)
            last = name.rpartition(".")[2]
            shuffles = name in SPLITS | SHUFFLES or (last == "sample" and not name.startswith("random."))
            if (shuffles or _draws(last, call)) and not _seeded(call):
                yield step, last
            elif _numbers(name, call):
                yield step, name


def is_repeatable(findings: Iterable[Diagnostic]) -> bool:
    """Whether two trainings give the same model, as far as the findings say."""
    return all(finding.name != "missing-seed" for finding in findings)


def _numbers(name: str, call: ast.Call) -> bool:
    """Whether NumPy gives random numbers, or a series of them that nobody says the beginning of."""
    module, _, last = name.rpartition(".")
    if module != "numpy.random" or last in randomness.BEGINS:
        return False
    return last not in randomness.SERIES or not (call.args or call.keywords)


def _draws(name: str, call: ast.Call) -> bool:
    """Whether a class is random by itself, or with the arguments that it is made with."""
    given = {each.arg: each.value.value for each in call.keywords if isinstance(each.value, ast.Constant)}
    return name in randomness.ALWAYS or any(
        given.get(argument) in values for argument, values in randomness.UNDER.get(name, {}).items()
    )


def _seeded(call: ast.Call) -> bool:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in given or any(
        isinstance(k.value, ast.Constant) and k.arg == "shuffle" and k.value.value is False for k in call.keywords
    ):
        return True
    seed = given.get("random_state")
    return seed is not None and not (isinstance(seed, ast.Constant) and seed.value is None)


def _qualified(node: ast.expr, facts: Facts) -> str:
    match node:
        case ast.Name(id=name):
            return facts.names.get(name, name)
        case ast.Attribute(value=inner, attr=attr):
            return f"{_qualified(inner, facts)}.{attr}"
        case _:
            return ""
