"""What the class and the constructor of the chosen estimator tell of its predictions."""

import ast

from promote.knowledge import estimators
from promote.planners.calls import qualified_name
from promote.planners.models import Choice
from promote.planners.values import Value


def last_estimator(choice: Choice, imports: dict[str, Value]) -> tuple[str, ast.Call | None]:
    """Class name and constructor of the estimator inside searches and pipelines that predicts in the end."""
    found, call = choice.fit.estimator.rpartition(".")[2], choice.fit.constructor
    if call is None or found not in estimators.WRAPPERS:
        return found, call
    whole = choice.fit.held or call
    for node in ast.walk(whole):
        if isinstance(node, ast.Call) and node is not call:
            name = qualified_name(node.func, imports)
            module, _, last = name.rpartition(".")
            if module in estimators.PREDICTOR_MODULES and last not in estimators.WRAPPERS and last[:1].isupper():
                found, call = last, node
    return found, call


def is_classifier(name: str) -> bool:
    """Whether a class of estimators predicts labels."""
    return name.endswith(("Classifier", "ClassifierCV")) or name in estimators.CLASSIFIERS


def is_most_probable(choice: Choice, imports: dict[str, Value]) -> bool:
    """Whether the label that the model predicts is the class of the highest probability, by its own definition."""
    name, _ = last_estimator(choice, imports)
    outer = choice.fit.estimator.rpartition(".")[2]
    return name in estimators.MOST_PROBABLE and outer in {name, *estimators.PIPELINES, *estimators.SEARCHES}


def forest_of(choice: Choice, imports: dict[str, Value]) -> str:
    """Class of the model if it is a forest, alone or as the last step of a pipeline; else an empty text."""
    name, _ = last_estimator(choice, imports)
    outer = choice.fit.estimator.rpartition(".")[2]
    return name if name in estimators.FORESTS and outer in {name, *estimators.PIPELINES} else ""


def has_probabilities(choice: Choice, imports: dict[str, Value]) -> bool:
    """Whether the model gives probabilities beside its labels, as far as its constructor tells."""
    name, call = last_estimator(choice, imports)
    if not is_classifier(name) or choice.fit.estimator.rpartition(".")[2] == "OneVsOneClassifier":
        return False
    if name in {"SVC", "NuSVC"} and call is not None:
        return any(
            k.arg == "probability" and isinstance(k.value, ast.Constant) and k.value.value is True
            for k in call.keywords
        )
    if name == "SGDClassifier" and call is not None:
        return any(
            k.arg == "loss" and isinstance(k.value, ast.Constant) and k.value.value in {"log", "log_loss"}
            for k in call.keywords
        )
    return name not in estimators.NO_PROBABILITIES
