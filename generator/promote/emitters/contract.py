"""`contract.py`: what a caller sends, and what comes back."""

from promote.emitters.draft import Draft
from promote.emitters.literals import spelled
from promote.model.files import Files
from promote.model.plan import Contract, Field

_OPEN = '''def is_cell(value: object) -> object:
    """Refuse what no cell of a table holds."""
    if isinstance(value, list | dict) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("a value is a finite number, a text, true, false or null")
    return value


Cell = Annotated[
    Any,
    AfterValidator(is_cell),
    WithJsonSchema({"type": ["number", "string", "boolean", "null"]}),
]


class PredictionInput(BaseModel):
    """One record. Its fields are the columns that the model was trained on: only the model knows them."""

    model_config = ConfigDict(extra="allow", frozen=True)

    __pydantic_extra__: dict[str, Cell]'''


_DATES = {
    "Day": '''def from_iso_day(value: object) -> object:
    """Read a day from a text; anything else is for pydantic to refuse."""
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(from_iso_day), PlainSerializer(str)]
"""A day as the training data spells it: `2024-01-31`."""


''',
    "Moment": '''def from_iso_moment(value: object) -> object:
    """Read a point in time from a text; anything else is for pydantic to refuse."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


Moment = Annotated[datetime, BeforeValidator(from_iso_moment), PlainSerializer(str)]
"""A point in time as the training data spells it: `2024-01-31 10:15:00`."""


''',
}


def emit_contract(draft: Draft) -> Files:
    """Emit the types of a request and of an answer."""
    contract = draft.plan.contract
    blocks = [_input(contract), _output(contract), _example(contract)]
    imports = [
        "import math",
        "from datetime import date, datetime",
        "from typing import Annotated, Any, Literal",
        "",
        "from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field",
        "from pydantic import PlainSerializer, WithJsonSchema",
    ]
    body = "\n\n\n".join(blocks)
    return {
        f"{draft.package}/contract.py": '"""What a caller sends, and what comes back."""\n\n'
        + "\n".join(imports)
        + f"\n\n\n{body}\n"
    }


def _input(contract: Contract) -> str:
    if not contract.fields:
        return _OPEN
    fields = "\n".join(f"    {_field(field)}" for field in contract.fields)
    dates = "".join(_DATES[kind] for kind in _DATES if any(field.type == kind for field in contract.fields))
    return dates + (
        "class PredictionInput(BaseModel):\n"
        '    """One record. A caller names the fields as the columns of the training data are named."""\n\n'
        '    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)\n\n'
        f"{fields}"
    )


def _field(field: Field) -> str:
    kind = f"Literal[{', '.join(_text(value) for value in field.values)}]" if field.values else field.type
    arguments = [] if field.column == field.attribute else [f"alias={_text(field.column)}"]
    if field.pattern:
        arguments.append(f"pattern={_raw(field.pattern)}")
    if field.minimum is not None:
        arguments.append(f"ge={field.minimum:g}")
    if field.seen:
        arguments.append(f'description="{field.seen} in the training data"')
    annotation = f"{kind} | None" if field.nullable else kind
    return f"{field.attribute}: {annotation}" + (f" = Field({', '.join(arguments)})" if arguments else "")


def _output(contract: Contract) -> str:
    lines = ["class PredictionOutput(BaseModel):", '    """One answer for each record, in the same order."""', ""]
    if contract.probabilities or "float" in contract.output:
        # What is no number would go over the wire as `null`.
        lines += ["    model_config = ConfigDict(allow_inf_nan=False)", ""]
    lines.append(f"    predictions: list[{contract.output}]")
    if contract.probabilities:
        lines.append("    probabilities: list[dict[str, float]]")
    return "\n".join(lines)


def _example(contract: Contract) -> str:
    if not contract.example:
        return 'EXAMPLE: dict[str, Any] = {}\n"""Empty: nobody but the trained model knows the fields of a record."""'
    entries = "".join(f"    {_text(name)}: {value!r},\n" for name, value in contract.example.items())
    made_up = " and ".join(f"`{name}`" for name in contract.made_up)
    words = f" What it says for {made_up} is made up." if made_up else ""
    record = "A record" if made_up else "A real record"
    return f'EXAMPLE: dict[str, Any] = {{\n{entries}}}\n"""{record}, as a caller would send it.{words}"""'


def _raw(pattern: str) -> str:
    return f'r"{pattern}"' if '"' not in pattern else repr(pattern)


def _text(value: str) -> str:
    return spelled(value)
