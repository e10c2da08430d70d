"""`dataset.py`: from the files to the frame at the cut."""

from promote.emitters.draft import Draft, indent, returning, with_comments
from promote.model.files import Files
from promote.planners.data import lift


def emit_dataset(draft: Draft) -> Files:
    """Emit `load_dataset`, which does what the notebook does before the cut."""
    plan, layout = draft.plan, draft.layout
    lines = [
        with_comments(step, draft.render(step.training_text(), "", outside=""))
        for step in (draft.steps[p] for p in layout.dataset)
    ]
    body = "\n".join(lift(line, plan.settings) for line in lines)
    function = "\n".join(
        [
            f"def load_dataset(settings: Settings) -> {_returns(draft)}:",
            f'    """{_docstring(draft)}"""',
            indent(returning(body, ", ".join(layout.loaded))),
        ]
    )
    text = draft.module(
        "Loads the raw records." if plan.path.cut.raw else "Loads the data, and prepares it as the notebook does.",
        [*draft.hoisted_in("dataset"), function],
        {"Settings": f"from {plan.package}.settings import Settings"},
    )
    return {f"{draft.package}/dataset.py": text}


def _docstring(draft: Draft) -> str:
    cut = draft.plan.path.cut
    if draft.plan.horizon is not None:
        return "Read the data and make the series of it."
    if not cut.raw:
        return "Read the data and do what the service cannot do for one record alone."
    found = next((each for each in draft.plan.data), None)
    return (
        f"Read the table at `{found.setting}` as it is." if found is not None else "Read the raw records as they are."
    )


def _returns(draft: Draft) -> str:
    cut, loaded = draft.plan.path.cut, draft.layout.loaded
    kinds = [draft.plan.path.kind_of(name, cut.after) for name in loaded]
    types = [annotation(kind) for kind in kinds]
    return types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"


def annotation(kind: str) -> str:
    """Annotation of a value of a shape."""
    return {"frame": "pd.DataFrame", "column": "pd.Series"}.get(kind, "Any")
