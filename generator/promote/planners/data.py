"""The data files that the path reads, and the settings that take the place of literals."""

import ast
import re
from dataclasses import replace
from pathlib import PurePosixPath

from promote.knowledge.functions import READS_TABLE
from promote.model.plan import DataFile, Setting
from promote.model.steps import Edit, Path, Step, StepKind
from promote.passes.rewrite import span
from promote.planners.calls import qualified_name
from promote.planners.columns import constants
from promote.planners.file_names import file_name
from promote.planners.values import Value
from promote.readers.beside import Beside


def plan_data(path: Path, imports: dict[str, Value], beside: Beside) -> tuple[DataFile, ...]:
    """List the files behind the sources of the path, in order."""
    known = texts(path, imports)
    found: dict[str, DataFile] = {}
    for step in path.steps:
        for number, call in enumerate(read_calls(step, imports)):
            literal = file_name(call.args[0], known, imports) if call.args else None
            if literal is None:
                continue
            read = (step.statement.index, number)
            known_file = found.get(literal) or _data_file(
                literal, step, [each.file_name for each in found.values()], beside
            )
            found[literal] = replace(known_file, reads=(*known_file.reads, read))
    return tuple(
        replace(each, setting="data_path" if len(found) == 1 else f"{_identifier(each.file_name)}_path")
        for each in found.values()
    )


def _data_file(literal: str, step: Step, taken: list[str], beside: Beside) -> DataFile:
    name = PurePosixPath(literal.replace("\\", "/")).name or "data"
    return DataFile(
        literal=literal,
        setting="",
        file_name=_safe(name if name not in taken else f"{len(taken)}-{name}"),
        found=beside.find(literal),
        cell=step.statement.cell,
        line=step.statement.line,
    )


def texts(path: Path, imports: dict[str, Value]) -> dict[str, object]:
    """Values of the names that the path binds once to a literal or to the name of a file."""
    known = constants(path)
    bound = [name for step in path.steps for name in step.statement.names.defines]
    for step in path.steps:
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if bound.count(name) == 1 and name not in known:
                text = file_name(value, known, imports)
                if text is not None:
                    known[name] = text
            case _:
                pass
    return known


def read_calls(step: Step, imports: dict[str, Value]) -> tuple[ast.Call, ...]:
    """Find the calls in a step that read a table, in the order of the text."""
    found = [
        node
        for node in ast.walk(ast.parse(step.statement.text))
        if isinstance(node, ast.Call) and qualified_name(node.func, imports) in READS_TABLE
    ]
    return tuple(sorted(found, key=lambda call: (call.lineno, call.col_offset)))


def with_settings(path: Path, data: tuple[DataFile, ...], imports: dict[str, Value]) -> Path:
    """Put settings in the places of the files' names, in the calls that read them."""
    return replace(path, steps=tuple(_with_settings(step, data, imports) for step in path.steps))


def _with_settings(step: Step, data: tuple[DataFile, ...], imports: dict[str, Value]) -> Step:
    text = step.statement.text
    edits = [
        Edit(start=start, end=end, training=f"settings.{found.setting}", serving=f"settings.{found.setting}")
        for number, call in enumerate(read_calls(step, imports))
        if (found := file_of(data, step, number)) is not None
        for start, end in [span(text, call.args[0])]
    ]
    return replace(step, edits=(*step.edits, *edits)) if edits else step


def file_of(data: tuple[DataFile, ...], step: Step, number: int) -> DataFile | None:
    """The file that a call of a step reads."""
    return next((each for each in data if (step.statement.index, number) in each.reads), None)


def plan_settings(path: Path, data: tuple[DataFile, ...], imports: dict[str, Value]) -> tuple[Setting, ...]:
    """Settings: the paths, then what training is repeated with."""
    settings = [
        Setting(
            name=each.setting,
            type="Path",
            value=f'Path("data/{each.file_name}")',
            doc=f"The data that training reads: `{each.file_name}`.",
        )
        for each in data
    ]
    settings.append(
        Setting(name="model_dir", type="Path", value='Path("models")', doc="Folder that holds the trained model.")
    )
    if path.split is not None:
        settings += _split_settings(path.steps[path.split], imports)
    seeds = {value for step in path.steps if step.kind in {StepKind.SPLIT, StepKind.TRAINING} for value in _seeds(step)}
    if len(seeds) == 1:
        settings.append(
            Setting(
                name="random_state",
                type="int",
                value=seeds.pop(),
                doc="Seed of everything random, so that a training can be repeated.",
            )
        )
    return tuple(settings)


def lift(text: str, settings: tuple[Setting, ...]) -> str:
    """Put settings in the place of the literals that they came from."""
    for setting in settings:
        if setting.name in {"random_state", "test_size"}:
            text = re.sub(
                rf"\b{setting.name}(\s*=\s*){re.escape(setting.value)}(?![\w.])",
                rf"{setting.name}\1settings.{setting.name}",
                text,
            )
    return text


def _split_settings(step: Step, imports: dict[str, Value]) -> list[Setting]:
    for node in ast.walk(ast.parse(step.statement.text)):
        if isinstance(node, ast.Call) and qualified_name(node.func, imports).endswith("train_test_split"):
            for keyword in node.keywords:
                if keyword.arg == "test_size" and isinstance(keyword.value, ast.Constant):
                    kind = "float" if isinstance(keyword.value.value, float) else "int"
                    doc = (
                        "Share of the rows that the scores are measured on."
                        if kind == "float"
                        else "Rows that the scores are measured on."
                    )
                    source = ast.get_source_segment(step.statement.text, keyword.value) or str(keyword.value.value)
                    return [Setting(name="test_size", type=kind, value=source, doc=doc)]
    return []


def _seeds(step: Step) -> set[str]:
    return {
        str(keyword.value.value)
        for node in ast.walk(ast.parse(step.statement.text))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "random_state"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, int)
    }


def _safe(name: str) -> str:
    """A file name without anything that a shell or a file system could take amiss."""
    cleaned = re.sub(r"[^\w.\-]+", "-", name.split("?", maxsplit=1)[0], flags=re.ASCII).strip("-.")
    return cleaned or "data"


def _identifier(file_name: str) -> str:
    words = re.sub(r"\W+", "_", file_name.rpartition(".")[0] or file_name, flags=re.ASCII).strip("_").lower()
    return words if words and not words[0].isdigit() else f"data_{words}".rstrip("_")
