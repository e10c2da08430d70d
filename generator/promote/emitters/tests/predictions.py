"""`tests/test_predict.py`: one record alone and among many, and the answers that the notebook itself gave."""

import re
from string import Template

from promote.emitters.draft import STANDARD, Draft, indent, link
from promote.emitters.predict import asks_trees, table_lines
from promote.emitters.tests.near import near
from promote.knowledge.estimators import FORESTS
from promote.model.arrays import Arrays
from promote.model.plan import Plan
from promote.planners.layout import PartKind

_SOLVED = 1e-4
"""Another processor adds in another order, and a solver then stops elsewhere: a trained model is the same up to here."""

_MANY = Template('''

@pytest.fixture
def instances(records: list[dict[str, Any]]) -> list[PredictionInput]:
    """Return records of the sample, as a request holds them."""
    return [PredictionInput.model_validate(record) for record in records]


def test_every_record_is_answered(model: Model, instances: list[PredictionInput]) -> None:
    """There is one prediction for each record."""
    assert len(predict(model, instances).predictions) == len(instances)


def test_one_record_alone(model: Model, instances: list[PredictionInput]) -> None:
    """A record gets the same answer alone and among others."""
    among = predict(model, instances).predictions
    alone = [predict(model, [instance]).predictions[0] for instance in instances]

    assert alone == $among


def test_order(model: Model, instances: list[PredictionInput]) -> None:
    """An answer belongs to its record, wherever the record stands."""
    forwards = predict(model, instances).predictions
    backwards = predict(model, instances[::-1]).predictions

    assert backwards[::-1] == $forwards
''')

_INPUT = Template('''

def test_input(model: Model, instances: list[PredictionInput]) -> None:
    """The input of the model has the values that the steps of training give a table."""
$odd$table

    np.testing.assert_array_equal(np.asarray(to_input(instances, model)), np.asarray($inputs, dtype=float))
''')

_TREES = Template('''

def test_trees(model: Model, instances: list[PredictionInput]) -> None:
    """The trees, asked one by one, answer what the model answers to a table, to the last bit."""
$table

    np.testing.assert_array_equal(ask_trees($asked, to_input(instances, model))$one, model.estimator.$method($inputs))
''')

_PROBABILITIES = '''

def test_probabilities(model: Model, instances: list[PredictionInput]) -> None:
    """Probabilities add up to one for every record."""
    output = predict(model, instances)

    for probabilities in output.probabilities:
        assert sum(probabilities.values()) == pytest.approx(1)
'''

_NOTEBOOK = Template('''

def test_the_notebook_answers_the_same(model: Model) -> None:
    """The answers are those of the notebook itself, which `promote verify` ran on the sample."""
    path = Path(__file__).parent / "golden" / "notebook.json"
    if not path.exists():
        pytest.skip("`promote verify` runs the notebook, and records its answers")
    recorded = json.loads(path.read_text(encoding="utf-8"))

    output = predict(model, [PredictionInput.model_validate(row) for row in recorded["records"]])

    assert output.predictions == $expected
''')

_NOTEBOOK_PROBABILITIES = """    for given, expected in zip(output.probabilities, recorded["probabilities"], strict=True):
        assert given == pytest.approx(expected, rel=1e-4, abs=1e-6)
"""


def prediction_tests(draft: Draft) -> str:
    """Write the module."""
    package, contract = draft.plan.package, draft.plan.contract
    plan = draft.plan
    body = _MANY.substitute(among=near("among", plan), forwards=near("forwards", plan))
    if plan.arrays is not None:
        trees = ""
        lines, inputs = table_lines(draft)
        if asks_trees(draft):
            method = FORESTS[plan.forest]
            trees = _TREES.substitute(
                table=indent("\n".join(lines)),
                asked=plan.arrays.asked,
                method=method,
                one="" if method == "predict_proba" else "[:, 0]",
                inputs=inputs,
            )
        if plan.arrays.blocks:
            asked = plan.arrays.asked.removesuffix("[-1]")
            lines.append(f"expected = {asked}[:-1].transform({inputs})")
            inputs = 'expected.toarray() if hasattr(expected, "toarray") else expected'
        body += trees + _INPUT.substitute(odd=_odd(plan, plan.arrays), table=indent("\n".join(lines)), inputs=inputs)
    if contract.probabilities:
        body += _PROBABILITIES
    if draft.plan.can_be_golden and draft.plan.repeatable and draft.plan.seeded:
        body += _NOTEBOOK.substitute(expected=near('recorded["predictions"]', plan, tolerance=_SOLVED))
        body += _NOTEBOOK_PROBABILITIES if contract.probabilities else ""
    own = {
        "json": "import json",
        "pytest": "import pytest",
        "PredictionInput": f"from {package}.contract import PredictionInput",
        "Model": f"from {package}.predict import Model",
        "ask_trees": f"from {package}.predict import ask_trees",
        "predict": f"from {package}.predict import predict",
        "to_frame": f"from {package}.predict import to_frame",
        "to_input": f"from {package}.predict import to_input",
    }
    own |= {
        part.name: f"from {package}.features import {part.name}"
        for part in draft.layout.parts
        if part.kind is PartKind.FUNCTION
    }
    imports = "\n".join(link(body, [own, draft.hoisted_imports, plan.imports, STANDARD]))
    return f'"""Predictions: the same for one record as for many, and those of the notebook."""\n\n{imports}\n{body}'


def _odd(plan: Plan, arrays: Arrays) -> str:
    """Let some more records have what the sample may not: no value, and a text that nobody has seen."""
    texts = (*arrays.lines, *arrays.columns)
    read = {
        field.attribute: [text for text in texts if re.search(rf"\beach\.{field.attribute}\b", text)]
        for field in plan.contract.fields
    }
    odd = [(field.attribute, None) for field in plan.contract.fields if field.nullable and read[field.attribute]] + [
        (field.attribute, "never seen")
        for field in plan.contract.fields
        if field.type == "str" and not field.values and not field.pattern
        # An encoder refuses it, in a table and in a list.
        if read[field.attribute] and not any(".transform(" in line for line in read[field.attribute])
    ]
    if not odd:
        return ""
    changes = ", ".join(f"{{{attribute!r}: {value!r}}}" for attribute, value in odd)
    return (
        f"    changes: list[dict[str, Any]] = [{changes}]\n"
        "    instances += [instances[0].model_copy(update=change) for change in changes]\n"
    )
