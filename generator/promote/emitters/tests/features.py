"""`tests/test_features.py`: what the derived functions hold to whatever they compute, and what they did compute."""

from string import Template

from promote.emitters.draft import STANDARD, Draft, link
from promote.emitters.literals import spelled
from promote.planners.layout import Part, PartKind

_KINDS = frozenset({"frame", "column", "array"})
"""Shapes of values that are tables."""

_RECORDED = Template('''

@pytest.fixture(scope="module")
def results(settings: Settings) -> dict[str, Any]:
    """Return what each step of the training gave, on its way to the model."""
    seen: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
${watched}        train(settings)
    return seen


@pytest.mark.parametrize("name", $names)
def test_recorded(name: str, results: dict[str, Any], golden: Callable[[str, object], None]) -> None:
    """A step of the training gives what it gave when it was recorded."""
    golden(name, results[name])
''')

_WATCHED = '''

def watched(
    function: Callable[..., Any], names: list[str], seen: dict[str, Any]
) -> Callable[..., Any]:
    """Return a function that does the same, and notes down what came out."""

    def watching(*arguments: Any) -> Any:
        result = function(*arguments)
        seen[names[0]] = copy.deepcopy(result)
        return result

    return watching
'''

_WATCHED_SEVERAL = _WATCHED.replace(
    "        seen[names[0]] = copy.deepcopy(result)\n",
    "        parts = result if len(names) > 1 else (result,)\n"
    "        seen.update(zip(names, copy.deepcopy(parts), strict=True))\n",
)

_FRAME = '''

@pytest.fixture
def df(settings: Settings) -> pd.DataFrame:
    """Return the records of the sample."""
    return load_dataset(settings)
'''

_FUNCTION = Template('''

def test_one_record_alone(df: pd.DataFrame) -> None:
    """A record comes out the same alone and among others."""
    expected = $name(df)

    pd.testing.assert_frame_equal(expected.iloc[[0]], $name(df.iloc[[0]]), check_dtype=False)


def test_records_are_left_alone(df: pd.DataFrame) -> None:
    """What is given is not changed."""
    before = df.copy()

    $name(df)

    pd.testing.assert_frame_equal(df, before)
''')

_CLASS = Template('''

def test_training_and_serving_agree(df: pd.DataFrame) -> None:
    """The records of the training come out the same when they come in later."""
    features = Features()
    expected = features.fit_transform(df)$inputs

    pd.testing.assert_frame_equal(expected, features.transform(df)$inputs)


def test_one_record_alone(df: pd.DataFrame) -> None:
    """A record comes out the same alone and among others."""
    features = Features()
    expected = features.fit_transform(df)$inputs

    pd.testing.assert_frame_equal(
        expected.iloc[[0]], features.transform(df.iloc[[0]])$inputs, check_dtype=False
    )


def test_transform_learns_nothing(df: pd.DataFrame) -> None:
    """What was learned stays, whatever comes in."""
    features = Features()
    features.fit_transform(df)
    learned = vars(features).copy()

    features.transform(df.head(3))

    assert vars(features).keys() == learned.keys()
    assert all(vars(features)[name] is value for name, value in learned.items())
''')


def feature_tests(draft: Draft) -> str:
    """Write the module; nothing where there is no function to test."""
    body = _properties(draft) + _recorded(draft)
    if not body:
        return ""
    package = draft.plan.package
    functions = [part.name for part in draft.layout.parts if part.kind is PartKind.FUNCTION]
    own = {
        "copy": "import copy",
        "Callable": "from collections.abc import Callable",
        "pytest": "import pytest",
        "load_dataset": f"from {package}.dataset import load_dataset",
        "Settings": f"from {package}.settings import Settings",
        "train": f"from {package}.train import train",
    } | {name: f"from {package}.features import {name}" for name in [*functions, "Features"]}
    lines = "\n".join(link(body, [own, STANDARD]))
    return f'"""Features: the same in training and in serving, and the same as ever."""\n\n{lines}\n{body}'


def _recorded(draft: Draft) -> str:
    """Tests that compare each derived function with its recorded result, where the same run gives the same result."""
    tables = _tables(draft)
    if not draft.plan.can_be_golden or not (draft.plan.steady or draft.plan.repeatable) or not tables:
        return ""
    package = draft.plan.package
    names = [name for results in tables.values() for name in results if name]
    lines = "".join(
        f'        patch.setattr("{package}.{"features" if "." in function else "train"}.{function}", '
        f"watched({function}, {spelled(results)}, seen))\n"
        for function, results in tables.items()
    )
    several = any(len(results) > 1 for results in tables.values())
    text = _RECORDED.substitute(watched=lines, names=spelled(names))
    return text + (_WATCHED_SEVERAL if several else _WATCHED)


def _tables(draft: Draft) -> dict[str, list[str]]:
    """List the derived functions of which some result is a table, with a name for each result; empty for one that is none."""
    path, cut = draft.plan.path, draft.plan.path.cut.after
    results = {"load_dataset": [(name, path.kind_of(name, cut)) for name in draft.layout.loaded]}
    for part in draft.layout.parts:
        if part.kind is not PartKind.INLINE:
            function = "Features.fit_transform" if part.kind is PartKind.FEATURES else part.name
            results[function] = [(name, path.kind_of(name, part.steps[-1])) for name in part.outputs]
    named = {
        function: [
            (function if len(outputs) == 1 else f"{function}-{name}") if kind in _KINDS else ""
            for name, kind in outputs
        ]
        for function, outputs in results.items()
    }
    return {function: names for function, names in named.items() if any(names)}


def _properties(draft: Draft) -> str:
    """Tests of what training and serving share, where it takes the record as it is."""
    if not draft.layout.parts or len(draft.layout.loaded) != 1:
        return ""
    part = draft.layout.parts[0]
    if not _takes_and_gives_a_frame(draft, part):
        return ""
    if part.kind is PartKind.FUNCTION:
        return _FRAME + _FUNCTION.substitute(name=part.name)
    if part.kind is PartKind.FEATURES and not any(draft.steps[p].moves_rows for p in part.steps):
        target = draft.plan.contract.target
        inputs = f'.drop(columns={spelled(target)}, errors="ignore")' if target else ""
        return _FRAME + _CLASS.substitute(inputs=inputs)
    return ""


def _takes_and_gives_a_frame(draft: Draft, part: Part) -> bool:
    path = draft.plan.path
    return (
        part.inputs == (path.cut.frame,)
        and path.cut.is_frame
        and len(part.outputs) == 1
        and part.served_outputs in {(), part.outputs}
        and part.served_inputs in {(), part.inputs}
        and path.kind_of(part.outputs[0], part.steps[-1]) == "frame"
    )
