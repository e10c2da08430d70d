"""`train.py`: the notebook's own training, as a function."""

import re

from promote.emitters.draft import Draft, field_of, indent, with_comments
from promote.emitters.literals import spelled
from promote.model.files import Files
from promote.model.steps import as_array
from promote.planners.data import lift
from promote.planners.layout import PartKind


def emit_train(draft: Draft) -> Files:
    """Emit `train`, which does what the notebook does from the cut to the fitted model, and `main`."""
    plan = draft.plan
    features = any(part.kind is PartKind.FEATURES for part in draft.layout.parts)
    functions = [part.name for part in draft.layout.parts if part.kind is PartKind.FUNCTION]
    package = plan.package
    own = {
        "save": f"from {package}.artefact import save",
        "load_dataset": f"from {package}.dataset import load_dataset",
        "Model": f"from {package}.predict import Model",
        "Settings": f"from {package}.settings import Settings",
    }
    own |= {
        name: f"from {package}.features import {name}" for name in [*functions, *(["Features"] if features else [])]
    }
    text = draft.module(
        f"Trains the model: `python -m {package}.train`.",
        [*draft.hoisted_in("train"), _train(draft), _main(plan.package.replace("_", "-"), plan.contract.target)],
        own,
    )
    return {f"{draft.package}/train.py": text}


def _train(draft: Draft) -> str:
    plan, layout = draft.plan, draft.layout
    lines = [f"{', '.join(layout.loaded)} = load_dataset(settings)"]
    lines += _remember(draft) if plan.horizon is None else []
    for part in layout.parts:
        if part.kind is PartKind.FEATURES:
            lines += [
                f"{draft.local('features')} = Features()",
                f"{', '.join(part.outputs)} = {draft.local('features')}.fit_transform({', '.join(part.inputs)})",
            ]
        elif part.kind is PartKind.FUNCTION:
            lines.append(f"{', '.join(part.outputs)} = {part.name}({', '.join(part.inputs)})")
        else:
            lines += [with_comments(draft.steps[p], _held(draft, draft.steps[p].training_text())) for p in part.steps]
    by_index = {statement.index: statement for statement in plan.program.statements}
    lines += [by_index[index].text for index in plan.score_steps]
    body = lift("\n".join(lines), plan.settings)
    scores = lift(_scores(draft), plan.settings)
    return (
        "def train(settings: Settings) -> tuple[Model, dict[str, float]]:\n"
        f'    """Fit the model as the notebook does{", and measure it" if plan.horizon is None else ""}."""\n'
        f"{indent(body)}\n{indent(scores)}\n    return {_model(draft)}, {draft.local('scores')}"
    )


def _remember(draft: Draft) -> list[str]:
    """Keep the types of a record and a value of each column, before anything changes the frame."""
    frame = draft.plan.path.cut.frame
    lines = []
    if not draft.plan.path.cut.is_frame:
        records = draft.local("records")
        lines, frame = [f'{records} = pd.DataFrame({as_array(frame, draft.plan.path.cut)}).add_prefix("x")'], records
    return [
        *lines,
        f"{draft.local('dtypes')} = {frame}.dtypes.astype(str).to_dict()",
        f"{draft.local('typical')} = {{name: next(iter(column.dropna()), None) for name, column in {frame}.items()}}",
    ]


def _held(draft: Draft, text: str) -> str:
    return draft.render(text, f"{draft.local('features')}.", outside="")


def _scores(draft: Draft) -> str:
    if not draft.plan.scores:
        return f"{draft.local('scores')}: dict[str, float] = {{}}"
    entries = "\n".join(f'    "{score.name}": float({_held(draft, score.expression)}),' for score in draft.plan.scores)
    return f"{draft.local('scores')} = {{\n{entries}\n}}"


def _model(draft: Draft) -> str:
    if draft.plan.horizon is not None:
        return f"Model(estimator={draft.plan.model})"
    fields = [f"dtypes={draft.local('dtypes')}", f"typical={draft.local('typical')}"]
    if any(part.kind is PartKind.FEATURES for part in draft.layout.parts):
        fields.append(f"features={draft.local('features')}")
    fields += [f"{field_of(name)}={name}" for name in draft.model_states()]
    fields.append(f"estimator={draft.plan.model}{_at_rest(draft)}")
    return f"Model({', '.join(fields)})"


def _at_rest(draft: Draft) -> str:
    """Leave a network as it answers: without dropout, and where every machine has memory."""
    if not draft.plan.answer.is_network:
        return ""
    texts = [step.training_text() for step in draft.steps]
    moves = any(re.search(r"\b(to|cuda)\(", text) for text in texts)
    rests = texts and texts[-1] == f"{draft.plan.model}.eval()"
    return f"{'.cpu()' if moves else ''}{'' if rests else '.eval()'}"


def _main(name: str, target: str) -> str:
    arguments = ["model", "settings", f'name="{re.sub(r"[^a-z0-9-]", "", name)}"', "scores=scores"]
    if target:
        arguments.append(f"target={spelled(target)}")
    return f'''def main() -> None:
    """Train, save the model in `model_dir` and print its scores."""
    settings = Settings()
    model, scores = train(settings)
    manifest = save({", ".join(arguments)})
    print(f"saved {{manifest.name}} {{manifest.version}} as {{manifest.format}} in {{settings.model_dir}}")
    for name, score in scores.items():
        print(f"{{name}} {{score:.4f}}")


if __name__ == "__main__":
    main()'''
