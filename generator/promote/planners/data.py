"""The data files that the path reads, and the settings that take the place of literals."""

import ast
import re
from pathlib import PurePosixPath

from promote.knowledge.functions import READS_DELIMITED, READS_TABLE
from promote.model.plan import DataFile, Setting
from promote.model.steps import Path, Step, StepKind
from promote.planners.columns import constants
from promote.planners.models import qualified_name
from promote.planners.values import Value
from promote.readers.beside import Beside
from promote.readers.table import Dialect


def plan_data(path: Path, imports: dict[str, Value], beside: Beside) -> tuple[DataFile, ...]:
    """List the files behind the sources of the path, in order."""
    known = constants(path)
    found: list[DataFile] = []
    for step in path.steps:
        call = read_call(step, imports)
        literal = _literal(call.args[0], known) if call is not None and call.args else None
        if call is None or literal is None or any(each.literal == literal for each in found):
            continue
        name = PurePosixPath(literal.replace("\\", "/")).name or "data"
        taken = {each.file_name for each in found}
        file_name = name if name not in taken else f"{len(found)}-{name}"
        found.append(
            DataFile(
                literal=literal,
                setting="",
                file_name=_safe(file_name),
                found=beside.find(literal),
                cell=step.statement.cell,
                line=step.statement.line,
            )
        )
    return tuple(
        DataFile(
            literal=each.literal,
            setting="data_path" if len(found) == 1 else f"{_identifier(each.file_name)}_path",
            file_name=each.file_name,
            found=each.found,
            cell=each.cell,
            line=each.line,
        )
        for each in found
    )


def read_call(step: Step, imports: dict[str, Value]) -> ast.Call | None:
    """Find the call in a step that reads a table."""
    for node in ast.walk(ast.parse(step.statement.text)):
        if isinstance(node, ast.Call) and qualified_name(node.func, imports) in READS_TABLE:
            return node
    return None


def dialect(call: ast.Call, imports: dict[str, Value]) -> Dialect | None:
    """Arguments of `read_csv` as far as a scan of the file understands them; `None` where it would see other columns."""
    function = qualified_name(call.func, imports)
    if function not in READS_DELIMITED:
        return None
    given: dict[str, object] = {}
    for keyword in call.keywords:
        try:
            given[keyword.arg or "**"] = ast.literal_eval(keyword.value)
        except (ValueError, TypeError, SyntaxError):
            given[keyword.arg or "**"] = ...
    if len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        given["sep"] = call.args[1].value
    separator = given.pop("sep", given.pop("delimiter", "\t" if function.endswith("read_table") else ","))
    encoding, header = given.pop("encoding", "utf-8"), given.pop("header", 0)
    names, missing = given.pop("names", ()), given.pop("na_values", ())
    for harmless in ("engine", "low_memory", "error_bad_lines", "on_bad_lines", "nrows", "memory_map", "quotechar"):
        given.pop(harmless, None)
    if isinstance(given.get("parse_dates"), list):
        # Dates are texts to a scan; the contract says that they are dates.
        given.pop("parse_dates")
    if given or not (isinstance(separator, str) and len(separator) == 1) or not isinstance(encoding, str):
        return None
    if header not in (0, None, "infer") or names is ... or missing is ...:
        return None
    return Dialect(
        separator=separator,
        encoding="utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding,
        header=header is not None and not (names and "header" not in {k.arg for k in call.keywords}),
        names=tuple(str(name) for name in names) if isinstance(names, list | tuple) else (),
        missing=frozenset(str(each) for each in (missing if isinstance(missing, list | tuple | set) else [missing])),
    )


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


def _literal(node: ast.expr, known: dict[str, object]) -> str | None:
    value = known.get(node.id) if isinstance(node, ast.Name) else None
    if isinstance(node, ast.Constant):
        value = node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left, known), _literal(node.right, known)
        value = left + right if left is not None and right is not None else None
    return value if isinstance(value, str) and "\n" not in value else None


def _safe(name: str) -> str:
    """A file name without anything that a shell or a file system could take amiss."""
    cleaned = re.sub(r"[^\w.\-]+", "-", name.split("?", maxsplit=1)[0], flags=re.ASCII).strip("-.")
    return cleaned or "data"


def _identifier(file_name: str) -> str:
    words = re.sub(r"\W+", "_", file_name.rpartition(".")[0] or file_name, flags=re.ASCII).strip("_").lower()
    return words if words and not words[0].isdigit() else f"data_{words}".rstrip("_")
