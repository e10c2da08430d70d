"""`features.py`: what training and serving both do between the cut and the model."""

import re

from promote.emitters.aliases import without_aliases
from promote.emitters.dataset import annotation
from promote.emitters.draft import Draft, indent, returning, served, with_comments
from promote.emitters.literals import sentence
from promote.model.files import Files
from promote.model.steps import State, StateKind
from promote.planners.layout import Part, PartKind

_NUMBERS = re.compile(r"_(median|mean|std|min|max|quantile|sum|var)(_\d+)?$")


def emit_features(draft: Draft) -> Files:
    """Emit the shared functions and the class `Features`. Nothing at all where the model takes the records as they are."""
    blocks = [
        _class(draft, part) if part.kind is PartKind.FEATURES else _function(draft, part)
        for part in draft.layout.parts
        if part.kind is not PartKind.INLINE
    ]
    hoisted = draft.hoisted_in("features")
    if not blocks and not hoisted:
        return {}
    text = draft.module("Turns raw records into the input of the model.", [*hoisted, *blocks], {})
    return {f"{draft.package}/features.py": text}


def _function(draft: Draft, part: Part) -> str:
    heading = draft.steps[part.steps[0]].statement.heading
    body = [served(draft.steps[p]) for p in part.steps]
    head = _head(draft, part, part.name, part.inputs, part.outputs)
    return _define(
        draft,
        part,
        head,
        sentence(heading) or "Prepare records, each on its own.",
        part.inputs,
        [*body, ", ".join(part.outputs)],
    )


def _class(draft: Draft, part: Part) -> str:
    states = [state for p in part.steps for state in draft.steps[p].states]
    training = [
        with_comments(draft.steps[p], draft.render(draft.steps[p].training_text(), "self.")) for p in part.steps
    ]
    serving = [draft.render(served(draft.steps[p]), "self.") for p in part.serving]
    emptied = {number for number, p in enumerate(part.serving) if draft.steps[p].moves_rows}
    fit = _define(
        draft,
        part,
        _head(draft, part, "fit_transform", part.inputs, part.outputs),
        "Learn from the training records, and return them transformed.",
        part.inputs,
        [*training, ", ".join(part.outputs)],
    )
    transform = _define(
        draft,
        part,
        _head(draft, part, "transform", part.served_inputs, part.served_outputs),
        "Transform any records with what was learned, and learn nothing new.",
        part.served_inputs,
        without_aliases([*serving, ", ".join(part.served_outputs)], emptied),
    )
    attributes = "\n".join(f"    {state.name}_: {_state_type(state)}" for state in _unique(states))
    docstring = (
        "The steps from raw records to the input of the model, with what training learned for them.\n\n"
        "    Attributes that end in an underscore are there once `fit_transform` has run.\n    "
    )
    return f'class Features:\n    """{docstring}"""\n\n{attributes}\n\n{indent(_method(fit))}\n\n{indent(_method(transform))}'


def _unique(states: list[State]) -> list[State]:
    return list({state.name: state for state in states}.values())


def _method(function: str) -> str:
    return (
        function.replace("(", "(self, ", 1)
        if "()" not in function.split("\n", maxsplit=1)[0]
        else function.replace("()", "(self)", 1)
    )


def _head(draft: Draft, part: Part, name: str, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> str:
    path = draft.plan.path
    first, last = part.steps[0], part.steps[-1]
    parameters = ", ".join(f"{each}: {annotation(path.kind_of(each, first - 1))}" for each in inputs)
    types = [annotation(path.kind_of(each, last)) for each in outputs]
    returns = types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"
    return f"def {name}({parameters}) -> {returns}:"


def _define(draft: Draft, part: Part, head: str, docstring: str, inputs: tuple[str, ...], lines: list[str]) -> str:
    """Write a function. The last of its `lines` is what it returns."""
    *body, returned = lines
    copies = [f"{each} = {each}.copy()" for each in inputs if _changes(draft, part, each)]
    text = returning("\n".join([*copies, *body]), returned)
    return f'{head}\n    """{docstring}"""\n{indent(text)}'


def _changes(draft: Draft, part: Part, name: str) -> bool:
    """Whether the part changes what it is given before binding the name anew."""
    for p in part.steps:
        names = draft.steps[p].statement.names
        if name in names.mutates:
            return True
        if name in names.defines:
            return False
    return False


def _state_type(state: State) -> str:
    if state.kind is StateKind.MAPPING:
        return "dict[str, Any]"
    if state.kind is StateKind.TRANSFORMER and state.type:
        return state.type
    return "float" if _NUMBERS.search(state.name) else "Any"
