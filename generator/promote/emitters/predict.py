"""`predict.py`: the model that training leaves behind, and the answers it gives."""

import re

from promote.emitters.aliases import without_aliases
from promote.emitters.draft import Draft, field_of, indent, returning, served
from promote.emitters.literals import spelled
from promote.knowledge.estimators import FORESTS
from promote.model.answer import MODEL, asking
from promote.model.arrays import Arrays
from promote.model.files import Files
from promote.planners.layout import PartKind

_MODEL = '''@dataclass(frozen=True)
class Model:
    """What training leaves behind, and all that a prediction needs."""
'''

_TO_FRAME = '''
def to_frame(instances: Sequence[PredictionInput], model: Model) -> pd.DataFrame:
    """Lay records out as a table like the one in training: no type is guessed from a few values."""
    records = [model.typical | instance.model_dump(by_alias=True) for instance in instances]
    frame = pd.DataFrame(records, columns=list(model.dtypes))
    return frame.fillna(np.nan).astype(model.dtypes)
'''

_TO_FRAME_OPEN = '''
def to_frame(instances: Sequence[PredictionInput], model: Model) -> pd.DataFrame:
    """Lay records out as the table that training saw. Raises `ValueError(reason, field)` for the first misfit."""
    types = FIELDS
    records = [instance.model_dump() for instance in instances]
    for position, record in enumerate(records):
        for name in [*types, *record]:
            if reason := misfit(name, record, types):
                raise ValueError(reason, f"instances[{position}].{name}")
    frame = pd.DataFrame([model.typical | record for record in records], columns=list(model.dtypes))
    return frame.fillna(np.nan).astype(model.dtypes)


def misfit(name: str, record: Mapping[str, object], types: Mapping[str, str]) -> str | None:
    """Say what keeps a field out of the table, if anything does."""
    if name not in record or name not in types:
        return f"a record has the fields {', '.join(types)}"
    takes = TAKES.get(pd.api.types.pandas_dtype(types[name]).kind)
    if takes is not None and type(record[name]) not in takes:
        return f"a column of type {types[name]} cannot hold this value"
    return None
'''

_ASK_TREES = '''
def ask_trees(forest: Any, X: Any) -> Any:
    """Return `forest.METHOD(X)`, the mean of its trees, without the checks that each call of a tree begins with."""
    numbers = np.asarray(X, dtype=np.float32)
    if not np.isfinite(numbers).all():
        return forest.METHOD(X)
    return sum(tree.tree_.predict(numbers) for tree in forest.estimators_) / len(forest.estimators_)
'''

_TAKES = '''
TAKES: dict[str, set[type]] = {
    "b": {bool},
    "i": {int},
    "u": {int},
    "f": {float, int, type(None)},
    "M": {str, type(None)},
}
"""What a column holds, by the kind of its type. Columns of another kind hold any value."""
'''


def emit_predict(draft: Draft) -> Files:
    """Emit `Model`, `predict` and the frame that requests are laid out in."""
    plan = draft.plan
    features = any(part.kind is PartKind.FEATURES for part in draft.layout.parts)
    functions = [part.name for part in draft.layout.parts if part.kind is PartKind.FUNCTION]
    own = {name: f"from {plan.package}.contract import {name}" for name in ("PredictionInput", "PredictionOutput")}
    own |= {
        name: f"from {plan.package}.features import {name}"
        for name in [*functions, *(["Features"] if features else [])]
    }
    text = draft.module(
        "Answers for records that the model has never seen.",
        [
            *draft.hoisted_in("predict"),
            *plan.answer.constants,
            *([] if plan.contract.fields else [_TAKES]),
            _model(draft, features=features),
            _predict(draft),
            _to_input(draft, plan.arrays) if plan.arrays is not None else "",
            _ask_trees(draft),
            to_frame(draft),
        ],
        own,
    )
    return {f"{draft.package}/predict.py": text}


def to_frame(draft: Draft) -> str:
    """Write the function that lays records out. A frame without a header has numbers for columns, and a record texts."""
    if not draft.plan.contract.fields:
        return _to_frame_open(draft.plan.contract.target)
    if draft.plan.table is None or not draft.plan.table.numbered:
        return _TO_FRAME
    dumped = "instance.model_dump(by_alias=True)"
    return _TO_FRAME.replace(dumped, f"{{int(name): value for name, value in {dumped}.items()}}")


def _to_frame_open(target: str) -> str:
    """What is predicted is a column of the table as well, but nobody can send it."""
    others = f"{{name: dtype for name, dtype in model.dtypes.items() if name != {spelled(target)}}}"
    return _TO_FRAME_OPEN.replace("FIELDS", others if target else "model.dtypes")


def _model(draft: Draft, *, features: bool) -> str:
    fields = [
        "    dtypes: dict[str, str]",
        '    """Columns of a record in their order, each with its type."""',
        "    typical: dict[str, Any]",
        '    """A value of each column: it stands in where no prediction depends on the column."""',
    ]
    if features:
        fields.append("    features: Features")
    fields += [f"    {field_of(name)}: {kind}" for name, kind in draft.model_states().items()]
    fields.append(f"    estimator: {draft.plan.estimator}")
    lines = "\n".join(fields)
    return f"{_MODEL}\n{lines}"


def _predict(draft: Draft) -> str:
    plan = draft.plan
    if plan.arrays is not None:
        _, inputs = array_lines(draft, plan.arrays)
        inputs = inputs if inputs.isidentifier() else draft.local("inputs")
        lines = [f"{inputs} = to_input(instances, model)"]
        asked = plan.arrays.asked
    else:
        lines, inputs = table_lines(draft)
        asked = "model.estimator"
    body = "\n".join(lines)
    answer = _listed(asking(_held(draft, plan.answer.asks), asked, inputs), ravel=plan.ravel)
    labels, rows = draft.local("labels"), f"{asked}.predict_proba({inputs})"
    if plan.contract.probabilities:
        classes = asking(_held(draft, plan.answer.classes or f"{MODEL}.classes_"), asked, inputs)
        body += f"\n{labels} = [str(label) for label in {classes}]"
        if plan.is_most_probable:
            shares = draft.local("probabilities")
            body += f"\n{shares} = {rows}"
            answer, rows = f"{asked}.classes_[{shares}.argmax(axis=1)].tolist()", shares
        result = (
            "return PredictionOutput(\n"
            f"    predictions={answer},\n"
            f"    probabilities=[dict(zip({labels}, row, strict=True)) for row in {rows}.tolist()],\n"
            ")"
        )
    else:
        result = f"return PredictionOutput(predictions={answer})"
    if plan.answer.is_network:
        result = f"with torch.no_grad():\n{indent(result)}"
    body, result = (_trees_asked(draft, text, asked, inputs) for text in (body, result))
    return (
        "def predict(model: Model, instances: Sequence[PredictionInput]) -> PredictionOutput:\n"
        '    """Answer each record. Raises `ValueError` for what cannot be predicted."""\n'
        f"{indent(body)}\n{indent(result)}"
    )


def _trees_asked(draft: Draft, text: str, asked: str, inputs: str) -> str:
    """Ask the trees in the place of the forest, where its input is an array that was computed here."""
    method = FORESTS.get(draft.plan.forest, "")
    if not method or draft.plan.arrays is None:
        return text
    one = "" if method == "predict_proba" else "[:, 0]"
    return text.replace(f"{asked}.{method}({inputs})", f"ask_trees({asked}, {inputs}){one}")


def asks_trees(draft: Draft) -> bool:
    """Whether `predict` asks the trees of a forest one by one."""
    return "ask_trees(" in _predict(draft)


def _ask_trees(draft: Draft) -> str:
    if not asks_trees(draft):
        return ""
    text = _ASK_TREES.replace("METHOD", FORESTS[draft.plan.forest])
    if FORESTS[draft.plan.forest] == "predict":
        return text
    # Trees of older versions count the rows of each class.
    shares = "round(forest.estimators_[0].tree_.value[0].sum()) == 1"
    return text.replace("if not np.isfinite(numbers).all():", f"if not (np.isfinite(numbers).all() and {shares}):")


def _to_input(draft: Draft, arrays: Arrays) -> str:
    """Columns as arrays: a table takes longer to make than all that is computed from it."""
    lines, inputs = array_lines(draft, arrays)
    body = "\n".join(lines)
    silence = '@np.errstate(divide="ignore", invalid="ignore")\n'
    return (
        f"{silence if arrays.silent else ''}"
        "def to_input(instances: Sequence[PredictionInput], model: Model) -> Any:\n"
        '    """Compute the input of the model, column by column, as training does in a table."""\n'
        f"{indent(returning(body, inputs))}"
    )


def array_lines(draft: Draft, arrays: Arrays) -> tuple[list[str], str]:
    """Write the way from `instances` to the model over arrays, and the expression of what the model is given."""
    path = draft.plan.path
    columns = "".join(f"    {_held(draft, column)},\n" for column in arrays.columns)
    matrix = f"np.array([\n{columns}], dtype=float).T"
    if arrays.blocks:
        matrix = f"np.hstack([{', '.join(arrays.blocks)}])" if len(arrays.blocks) > 1 else arrays.blocks[0]
    names = f", columns={_held(draft, arrays.names)}" if arrays.names else ""
    lines = [
        *(_held(draft, line) for line in arrays.lines),
        f"{arrays.frame} = pd.DataFrame({matrix}{names})" if arrays.names else f"{arrays.frame} = {matrix}",
    ]
    rest = [p for p in path.serving if draft.steps[p].serving_text().strip()][arrays.done :]
    emptied = {len(lines) + number for number, p in enumerate(rest) if draft.steps[p].moves_rows}
    lines += [_held(draft, served(draft.steps[p])) for p in rest]
    call, arithmetic = (_held(draft, text) for text in arrays.scaler)
    texts = [_renamed(line, draft).replace(call, arithmetic) for line in [*lines, _held(draft, path.inputs)]]
    *lines, inputs = without_aliases(texts, emptied)
    return lines, inputs


def table_lines(draft: Draft) -> tuple[list[str], str]:
    """Write the way from `instances` to the model over a table, and the expression of what the model is given."""
    path = draft.plan.path
    frame = path.cut.frame
    read = "to_frame(instances, model)"
    if not path.cut.is_frame:
        read = f"torch.tensor({read}.to_numpy())" if path.cut.is_tensor else f"{read}.to_numpy()"
    lines = [f"{frame} = {read}"]
    emptied: set[int] = set()
    split_done = False
    for part in draft.layout.parts:
        if path.split is not None and part.steps[0] >= path.split and not split_done:
            lines += _aliases(draft)
            split_done = True
        if part.kind is PartKind.FEATURES:
            lines.append(
                f"{', '.join(part.served_outputs)} = model.features.transform({', '.join(part.served_inputs)})"
            )
        elif part.kind is PartKind.FUNCTION:
            lines.append(f"{', '.join(part.outputs)} = {part.name}({', '.join(part.inputs)})")
        else:
            emptied |= {len(lines) + number for number, p in enumerate(part.serving) if draft.steps[p].moves_rows}
            lines += [_held(draft, served(draft.steps[p])) for p in part.serving]
    *lines, inputs = without_aliases([_renamed(line, draft) for line in [*lines, _held(draft, path.inputs)]], emptied)
    return lines, inputs


def _listed(answer: str, *, ravel: bool) -> str:
    """Make Python's own values of answers."""
    is_list = answer.startswith("[")
    if not is_list and not answer.endswith(")"):
        answer = f"({answer})"
    return f"np.array({answer}).tolist()" if is_list else f"{answer}{'.ravel()' if ravel else ''}.tolist()"


def _held(draft: Draft, text: str) -> str:
    return draft.render(text, "model.features.", outside="model.")


def _aliases(draft: Draft) -> list[str]:
    """Bind a part of a split to an expression that it came from; a plain name is renamed instead."""
    return [f"{part} = {_held(draft, origin)}" for part, origin in draft.plan.path.renames if not origin.isidentifier()]


def _renamed(text: str, draft: Draft) -> str:
    for part, origin in draft.plan.path.renames:
        if origin.isidentifier():
            text = re.sub(rf"(?<![\w.'\"]){re.escape(part)}(?![\w'\"])", origin, text)
    return text
