"""The compiler: a notebook in, everything that would be written out. Pure but for reading what lies beside the notebook.

Source ──reader──> Notebook ──passes──> Program ──planners──> Plan ──emitters──> Files
                                               └──rules──> findings
"""

import ast
import functools
import gc
import hashlib
import json
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from pathlib import PurePath
from typing import Any

from promote.emitters import emit
from promote.emitters.draft import Draft
from promote.emitters.job import emit_job
from promote.emitters.report import emit_report
from promote.errors import NotebookError, UsageError
from promote.model.answer import ASKED, Answer, asking
from promote.model.answers import Answers, Archetype
from promote.model.diagnostic import Diagnostic
from promote.model.environment import Environment, Evidence
from promote.model.facts import Facts
from promote.model.notebook import Notebook
from promote.model.parity import CutAnchor, Input, Parity, PredictAnchor, Span
from promote.model.plan import Contract, DataFile, Field, Plan
from promote.model.program import Program, Statement
from promote.model.promotion import CutSummary, DataCopy, FieldSummary, Overview, Promotion, SampleSummary
from promote.model.sample import Sample
from promote.model.source import Source
from promote.model.steps import Path, Step, StepKind
from promote.model.table import Table
from promote.passes import analyse
from promote.passes.modernise import modernise as modern_notebook
from promote.passes.parse import MOST_NESTED
from promote.planners.answers import held_in, output_of, plain_answer, plan_answer
from promote.planners.best import best_scored
from promote.planners.cells import plan_cells
from promote.planners.columns import constants, prune
from promote.planners.contract import last_estimator, plan_contract, target_column
from promote.planners.data import dialect, file_of, plan_data, plan_settings, read_calls, with_settings
from promote.planners.environment import plan_environments
from promote.planners.evidence import gather
from promote.planners.forecasts import ForecastChoice, choose_forecaster, forecasters_found
from promote.planners.identity import Identity, plan_file_name, plan_identity
from promote.planners.imports import distributions, import_lines, imported_values, top_module, top_modules
from promote.planners.jobs import job_data, why_not_run
from promote.planners.layout import Layout, PartKind, plan_layout
from promote.planners.models import Choice, choose, names_found
from promote.planners.path import FINAL, path_statements, plan_path
from promote.planners.samples import plan_sample, plan_samples, spoken_words, without_personal_values
from promote.planners.scores import plan_scores
from promote.planners.spelling import in_notebook
from promote.planners.stored import with_stored_scores
from promote.planners.targets import is_one_column
from promote.planners.values import Value
from promote.readers import KEPT, READERS, WRITERS
from promote.readers.beside import Beside
from promote.rules import judge
from promote.rules.hardcoded_secret import known_secrets, secrets_in
from promote.rules.missing_seed import unseeded

_OLDEST_PYTHON = "3.11"
"""Any newer Python runs the project too, so the machine at hand most likely can."""
_ROUNDS = 5
"""How often a notebook is modernised at most: what lies inside a rewritten call is rewritten in the next round."""
_TYPES_IN_WORDS = {"Day": "date", "Moment": "datetime"}
_REMOVED = "secret-removed-by-promote"


def compile_notebook(source: Source, *, model: str | None = None, modernise: bool = False) -> Promotion:
    """Compile a notebook, or what it would be today. `NotebookError` is raised for a text that is none.

    `UsageError` is raised for a model that the notebook does not have.
    """
    with _nothing_collected(), _room_for_depth(), warnings.catch_warnings():
        # Python warns of what it would no longer write itself; that is for whoever runs the notebook.
        warnings.simplefilter("ignore")
        if not modernise:
            return _compile(source, model)
        promotion = _compile(modernised(source), model)
        answers = replace(promotion.answers, notebook_sha256=_sha256(source.text))
        return replace(promotion, answers=answers)


def modernised(source: Source) -> Source:
    """Write a notebook as its libraries want it today, where that is a mere renaming."""
    suffix = PurePath(source.name).suffix.lower()
    for _ in range(_ROUNDS):
        notebook = _read(source)
        cells = modern_notebook(notebook).cells
        if cells == notebook.cells:
            break
        source = replace(source, text=WRITERS[suffix](source.text, [cell.source for cell in cells]))
    return source


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Leave the cycle collector out: trees only grow here, and looking through them again and again finds nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _room_for_depth() -> Iterator[None]:
    """Let the deepest tree that `parse` lets through be followed, with some calls for each of its levels."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 1000 + 40 * MOST_NESTED))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _compile(source: Source, model: str | None) -> Promotion:
    program = read_program(source)
    imports = imported_values(program)
    imported = top_modules(program)
    identity = plan_identity(program.notebook, source.folder.resolve().name, imported)
    beside = Beside(source.folder)
    choice = choose(program, imports, model)
    if choice is not None and choice.is_open:
        better = best_scored(with_stored_scores(choice.candidates, program, imports))
        choice = choose(program, imports, *better) if better is not None else choice
    forecast = choose_forecaster(program, imports, model) if choice is None else None
    if choice is None and forecast is None and model is not None:
        names = [*names_found(program, imports), *forecasters_found(program, imports)]
        known = ", ".join(f"`{name}`" for name in names) or "none"
        raise UsageError(f"the notebook has no model `{model}`", hint=f"choose one of its models: {known}")
    shared = (source, program, imports, imported, identity, beside)
    if choice is not None:
        result = _Prediction(*shared, choice).promotion()
    elif forecast is not None:
        result = _Forecast(*shared, forecast).promotion()
    else:
        result = _Job(*shared).promotion()
    return _without_secrets(result, program, source)


def read_program(source: Source) -> Program:
    """Read and analyse a notebook."""
    return analyse(_read(source))


def _read(source: Source) -> Notebook:
    suffix = PurePath(source.name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise NotebookError(
            f"`{source.name}` is not a notebook",
            why=f"its name ends in `{suffix}`" if suffix else "its name has no ending",
            hint="give a `.ipynb` file, or a `.py` file in percent format",
        )
    return reader(source.text, source.name)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Compilation:
    """What both archetypes share."""

    archetype: Archetype

    def __init__(
        self,
        source: Source,
        program: Program,
        imports: dict[str, Value],
        imported: frozenset[str],
        identity: Identity,
        beside: Beside,
    ) -> None:
        self.source = source
        self.program = program
        self.imports = imports
        self.imported = imported
        self.identity = identity
        self.beside = beside
        self.notebook_path = f"notebooks/{plan_file_name(source.name)}"

    def answers(self, environment: Environment) -> Answers:
        """Facts for the template."""
        return Answers(
            project_name=self.identity.title,
            package_name=self.identity.package,
            description=self.identity.description,
            archetype=self.archetype,
            notebook=self.notebook_path,
            notebook_sha256=_sha256(self.source.text),
            dependencies=environment.requirements,
            notebook_dependencies=environment.notebook_requirements,
            python_version=_OLDEST_PYTHON,
            python_below=environment.python_below,
            tool_version=self.source.tool_version,
        )

    def environments(self, evidence: Evidence, used: frozenset[str]) -> tuple[Environment, ...]:
        """Environments to try, newest first. `used` are the modules that the derived code imports."""
        local = self.beside.modules()
        return plan_environments(
            self.program, evidence, distributions(used, local), distributions(self.imported, local)
        )

    def finish(
        self,
        files: dict[str, str],
        overview: Overview,
        findings: tuple[Diagnostic, ...],
        data: tuple[DataFile, ...],
        parity: Parity,
        evidence: Evidence,
    ) -> Promotion:
        """Add what every project has: the notebook and the report."""
        whole = [each for each in data if each.found and f"tests/data/{each.file_name}" not in files]
        kept = {
            self.notebook_path: KEPT.get(PurePath(self.source.name).suffix.lower(), str)(self.source.text),
            "PROMOTION.md": emit_report(self.identity.title, self.notebook_path, overview, findings),
        }
        files = files | _unsampled(whole) | kept
        environments = self.environments(evidence, _modules(files))
        return Promotion(
            answers=self.answers(environments[0]),
            files=dict(sorted(files.items())),
            data=tuple(DataCopy(source=each.found, destination=f"data/{each.file_name}") for each in data if each.found)
            + tuple(DataCopy(source=each.found, destination=f"tests/data/{each.file_name}") for each in whole),
            findings=findings,
            overview=overview,
            parity=replace(parity, environments=environments),
        )

    def names(self) -> dict[str, str]:
        """Imported names with what they stand for."""
        return {name: value.qualified for name, value in self.imports.items()}


class _Prediction(_Compilation):
    """A notebook with a model."""

    archetype = Archetype.PREDICT

    def __init__(
        self,
        source: Source,
        program: Program,
        imports: dict[str, Value],
        imported: frozenset[str],
        identity: Identity,
        beside: Beside,
        choice: Choice,
    ) -> None:
        super().__init__(source, program, imports, imported, identity, beside)
        self.choice = choice

    def promotion(self) -> Promotion:
        """Plan, emit, and judge."""
        choice = self.choice
        needed = path_statements(self.program, choice, self.imports)
        scores = plan_scores(self.program, choice, needed, self.imports)
        asked = plan_answer(self.program, choice, self.imports)
        plain = plain_answer(self.program, choice, self.imports)
        path = plan_path(self.program, choice, self.imports, scores.names | asked.names | plain.names)
        data = plan_data(path, self.imports, self.beside)
        tables = self._tables(path, data)
        samples = plan_samples(tables, path, target_column(path, choice), spoken_words(self.program))
        table, sample = self._table(path, data, tables, samples)
        path, live, exact = prune(path, table)
        answer = held_in(path, asked, plain, replace(plain, asks=ASKED, written=ASKED))
        contract = plan_contract(path, choice, table, live, sample, self.imports)
        contract = replace(
            contract,
            output=output_of(answer, table, contract.target) or contract.output,
            probabilities=contract.probabilities and answer.has_probabilities,
        )
        if not contract.probabilities:
            answer = replace(answer, classes="", written_classes="")
        if not contract.fields and path.cut.raw:
            path = replace(
                path, cut=replace(path.cut, raw=False, reason="the data file could not be read ahead of training")
            )
        evidence = gather(
            self.program,
            frozenset(step.statement.index for step in path.steps) | {*scores.behind, choice.prediction.statement},
            self.beside.requirements(),
            tuple(score.expression for score in scores.scores),
        )
        facts = Facts(
            program=self.program,
            imported=self.imported,
            names=self.names(),
            evidence=evidence,
            path=path,
            data=data,
            table=table,
            contract=contract,
            leaks=bool(contract.target and contract.fields and exact and live.has(contract.target)),
        )
        findings = judge(facts)
        random = [step.kind for step, _ in unseeded(facts)]
        later = "\n".join(
            [*(self.program.statements[index].text for index in scores.behind), choice.prediction.model, answer.asks]
        )
        settled = with_settings(path, data, self.imports)
        layout = plan_layout(settled, scores.scores, later, self.imports)
        estimator = choice.fit.estimator.rpartition(".")[2]
        plan = Plan(
            project_name=self.identity.title,
            package_name=self.identity.package,
            description=self.identity.description,
            program=self.program,
            imports=import_lines(self.program),
            path=path,
            steps=settled.steps,
            model=choice.prediction.model,
            estimator=_annotation(choice, estimator, self.imports),
            fit_cell=self.program.statements[choice.fit.statement].cell,
            score_steps=scores.behind,
            scores=scores.scores,
            table=table,
            data=data,
            contract=contract,
            answer=answer,
            ravel=is_one_column(path, choice.fit.target) or answer.is_column,
            repeatable=not any(finding.name == "missing-seed" for finding in findings),
            seeded=not random,
            steady=set(random) <= {StepKind.SPLIT, StepKind.TRAINING},
            settings=plan_settings(path, data, self.imports),
            samples=samples,
        )
        overview = self._overview(plan, layout, choice)
        return self.finish(emit(Draft(plan, layout)), overview, findings, data, self._parity(plan, choice), evidence)

    def _tables(self, path: Path, data: tuple[DataFile, ...]) -> dict[str, Table]:
        """Scan the data files that the path reads, by their names in the project, as the first call reads each."""
        found: dict[str, Table] = {}
        for step, number, call in self._reads(path):
            here = file_of(data, step, number)
            split = dialect(call, self.imports, constants(path))
            table = self.beside.table(here.found, split) if here is not None and split is not None else None
            if here is not None and table is not None:
                found.setdefault(here.file_name, table)
        return found

    def _table(
        self, path: Path, data: tuple[DataFile, ...], tables: dict[str, Table], samples: dict[str, Sample]
    ) -> tuple[Table | None, Sample | None]:
        """Choose the table at the cut, else the one read first, without anybody's own values, and its sample."""
        here = next((file_of(data, step, number) for step, number, _ in self._reads(path)), None)
        table = tables.get(here.file_name) if here is not None else None
        if here is None or table is None:
            return None, None
        sample = samples.get(here.file_name) or plan_sample(table, "", frozenset())
        return without_personal_values(table, sample), sample

    def _reads(self, path: Path) -> list[tuple[Step, int, ast.Call]]:
        """The calls that read a table, those at the cut first."""
        found = [
            (step, number, call) for step in path.steps for number, call in enumerate(read_calls(step, self.imports))
        ]
        at_cut = path.steps[path.cut.after] if path.cut.after < len(path.steps) else None
        return sorted(found, key=lambda read: read[0] is not at_cut)

    def _overview(self, plan: Plan, layout: Layout, choice: Choice) -> Overview:
        cut, steps = plan.path.cut, plan.path.steps
        draft = Draft(plan, layout)
        destinations: dict[int, str] = {steps[p].statement.index: "dataset.py" for p in layout.dataset}
        for part in layout.parts:
            module = "train.py" if part.kind is PartKind.INLINE else "features.py"
            for p in part.steps:
                destinations[steps[p].statement.index] = module
        destinations |= {steps[p].statement.index: f"{draft.home(p)}.py" for p in layout.hoisted}
        destinations |= dict.fromkeys(plan.score_steps, "train.py")
        destinations.setdefault(choice.prediction.statement, "predict.py")
        training = frozenset(step.statement.index for step in steps if step.kind is StepKind.TRAINING)
        cell = steps[min(cut.after, len(steps) - 1)].statement.cell
        return Overview(
            cells=plan_cells(self.program, destinations, training, self.imports),
            models=with_stored_scores(choice.candidates, self.program, self.imports),
            cut=CutSummary(cell=cell, frame=cut.frame, raw=cut.raw, reason=cut.reason),
            inputs=tuple(
                FieldSummary(
                    name=field.column,
                    type=_TYPES_IN_WORDS.get(field.type, field.type),
                    nullable=field.nullable,
                    constraint=_constraint(field),
                )
                for field in plan.contract.fields
            ),
            output=_output_in_words(plan),
            samples=_samples_in_words(plan.data, plan.samples),
        )

    def _parity(self, plan: Plan, choice: Choice) -> Parity:
        statements = self.program.statements
        cut, steps = plan.path.cut, plan.path.steps
        anchor = statements[choice.prediction.statement]
        at_cut = steps[cut.after].statement if cut.after < len(steps) else anchor
        frame = cut.frame if cut.frame != FINAL else ast.unparse(choice.prediction.data)
        if not cut.is_frame:
            # As training lays an array out, so that its records have names.
            frame = f'__import__("pandas").DataFrame({frame}).add_prefix("x")'
        return Parity(
            notebook=self.notebook_path,
            inputs=tuple(
                Input(
                    literal=each.literal,
                    path=f"data/{each.file_name}",
                    sample=f"tests/data/{each.file_name}" if each.file_name in plan.samples else "",
                )
                for each in plan.data
            ),
            cut=CutAnchor(cell=at_cut.cell, line=at_cut.end_line, frame=frame),
            predict=self._anchor(plan, choice),
            path_cells=tuple(sorted({step.statement.cell for step in steps} | {anchor.cell})),
            path=_spans([*(step.statement for step in steps), anchor]),
            imports=tuple(sorted({name for step in steps for name in step.statement.names.uses} | anchor.names.uses)),
            target=plan.contract.target,
            seeded=plan.seeded,
        )

    def _anchor(self, plan: Plan, choice: Choice) -> PredictAnchor | None:
        """Where the notebook can be asked for its predictions, if it has names for model and input."""
        model = in_notebook(self.program, choice.prediction.model)
        inputs = in_notebook(self.program, ast.unparse(choice.prediction.data))
        if model is None or inputs is None:
            return None
        place = self.program.statements[choice.prediction.statement]
        answer = plan.answer
        return PredictAnchor(
            cell=place.cell,
            line=place.end_line,
            model=model,
            inputs=inputs,
            answer=asking(answer.written, model, inputs) if answer.written != ASKED else "",
            classes=asking(answer.written_classes, model, inputs),
        )


class _Forecast(_Compilation):
    """A notebook with a model that continues a series."""

    archetype = Archetype.PREDICT

    def __init__(
        self,
        source: Source,
        program: Program,
        imports: dict[str, Value],
        imported: frozenset[str],
        identity: Identity,
        beside: Beside,
        choice: ForecastChoice,
    ) -> None:
        super().__init__(source, program, imports, imported, identity, beside)
        self.choice = choice

    def promotion(self) -> Promotion:
        """Plan, emit, and judge."""
        choice, path = self.choice, self.choice.path
        statements = frozenset(step.statement.index for step in path.steps)
        data = plan_data(path, self.imports, self.beside)
        evidence = gather(self.program, statements | {choice.asked}, self.beside.requirements())
        facts = Facts(
            program=self.program,
            imported=self.imported,
            names=self.names(),
            evidence=evidence,
            path=path,
            data=data,
        )
        findings = judge(facts)
        settled = with_settings(path, data, self.imports)
        layout = plan_layout(settled, (), choice.forecaster.name, self.imports)
        plan = Plan(
            project_name=self.identity.title,
            package_name=self.identity.package,
            description=self.identity.description,
            program=self.program,
            imports=import_lines(self.program),
            path=path,
            steps=settled.steps,
            model=choice.forecaster.name,
            estimator="Any",
            fit_cell=self.program.statements[choice.forecaster.statement].cell,
            score_steps=(),
            scores=(),
            table=None,
            data=data,
            contract=Contract(
                fields=(),
                example={"steps": choice.horizon.steps},
                output="list[Point]",
                probabilities=False,
                target="",
            ),
            answer=Answer(),
            repeatable=not any(finding.name == "missing-seed" for finding in findings),
            settings=plan_settings(path, data, self.imports),
            horizon=choice.horizon,
        )
        files = emit(Draft(plan, layout))
        return self.finish(files, self._overview(plan, layout), findings, data, self._parity(data), evidence)

    def _overview(self, plan: Plan, layout: Layout) -> Overview:
        draft = Draft(plan, layout)
        steps, horizon = plan.path.steps, self.choice.horizon
        destinations = {step.statement.index: "train.py" for step in steps}
        destinations |= {steps[p].statement.index: "dataset.py" for p in layout.dataset}
        destinations |= {steps[p].statement.index: f"{draft.home(p)}.py" for p in layout.hoisted}
        destinations.setdefault(self.choice.asked, "predict.py")
        training = frozenset(step.statement.index for step in steps if step.kind is StepKind.TRAINING)
        example = f"{horizon.steps} in the notebook" if horizon.is_known else f"{horizon.steps} for example"
        return Overview(
            cells=plan_cells(self.program, destinations, training, self.imports),
            models=self.choice.candidates,
            cut=None,
            inputs=(
                FieldSummary(
                    name="steps",
                    type="int",
                    nullable=False,
                    constraint=f"at least 1, at most {horizon.maximum}, {example}",
                ),
            ),
            output="a forecast: what comes after the end of the series, step by step, in the scale that the model was fitted on",
            samples=_samples_in_words(plan.data, {}),
        )

    def _parity(self, data: tuple[DataFile, ...]) -> Parity:
        anchor, steps = self.program.statements[self.choice.asked], self.choice.path.steps
        horizon = self.choice.horizon
        far = str(horizon.steps) if horizon.is_known else horizon.written
        forecast = in_notebook(self.program, f"{self.choice.forecaster.name}.forecast({far})")
        predict = PredictAnchor(cell=anchor.cell, line=anchor.end_line, model="", inputs="", forecast=forecast or "")
        return Parity(
            notebook=self.notebook_path,
            inputs=tuple(Input(literal=each.literal, path=f"data/{each.file_name}") for each in data),
            predict=predict if forecast is not None else None,
            path_cells=tuple(sorted({step.statement.cell for step in steps} | {anchor.cell})),
            path=_spans([*(step.statement for step in steps), anchor]),
            imports=tuple(sorted({name for step in steps for name in step.statement.names.uses} | anchor.names.uses)),
        )


class _Job(_Compilation):
    """A notebook without a model."""

    archetype = Archetype.JOB

    def promotion(self) -> Promotion:
        """Emit the notebook's own code as one function."""
        data = job_data(self.program, self.beside)
        samples: dict[str, str] = {}
        files = emit_job(
            self.program,
            self.identity.package,
            import_lines(self.program),
            data,
            samples,
            runnable=why_not_run(self.program, data, self.imported),
        )
        destinations = {
            statement.index: "job.py"
            for statement in self.program.statements
            if not isinstance(statement.node, ast.Import | ast.ImportFrom)
        }
        overview = Overview(
            cells=plan_cells(self.program, destinations, frozenset(), self.imports),
            models=(),
            cut=None,
            inputs=(),
            output="",
            samples=_samples_in_words(data, {}),
        )
        evidence = gather(self.program, None, self.beside.requirements())
        facts = Facts(program=self.program, imported=self.imported, names=self.names(), evidence=evidence, data=data)
        findings = judge(facts)
        parity = Parity(
            notebook=self.notebook_path,
            inputs=tuple(Input(literal=each.literal, path=f"data/{each.file_name}") for each in data),
        )
        return self.finish(dict(files), overview, findings, data, parity, evidence)


def _spans(statements: list[Statement]) -> tuple[Span, ...]:
    """Places of statements, each once, in the order of the notebook."""
    return tuple(
        Span(cell=cell, line=line, end_line=end)
        for cell, line, end in sorted({(each.cell, each.line, each.end_line) for each in statements})
    )


def _unsampled(data: list[DataFile]) -> dict[str, str]:
    """Keep whole files of somebody's data out of the repository: the tests run on them where they are, and only there."""
    if not data:
        return {}
    names = "".join(f"/{each.file_name}\n" for each in data)
    return {
        "tests/data/.gitignore": "# Whole files, because promote could not take a sample of them. "
        f"Put samples in their place that may lie in the repository.\n{names}"
    }


def _annotation(choice: Choice, estimator: str, imports: dict[str, Value]) -> str:
    """The class to annotate the model with: the search's winner where the notebook goes on with that."""
    if choice.prediction.model != choice.fit.name:
        estimator = last_estimator(choice, imports)[0]
    bound = {value.qualified.rpartition(".")[2]: name for name, value in imports.items()}
    return bound.get(estimator, "Any") if estimator[:1].isupper() else "Any"


def _constraint(field: Field) -> str:
    if field.values:
        return f"one of {', '.join(field.values)}"
    parts = [
        *(["as `2024-01-31`"] if field.type == "Day" else []),
        *(["as `2024-01-31 10:15:00`"] if field.type == "Moment" else []),
        *([f"of the form `{field.pattern}`"] if field.pattern else []),
        *([f"at least {field.minimum:g}"] if field.minimum is not None else []),
        *([f"{field.seen} in the data"] if field.seen else []),
    ]
    return ", ".join(parts)


def _samples_in_words(data: tuple[DataFile, ...], samples: Mapping[str, Sample]) -> tuple[SampleSummary, ...]:
    return tuple(
        SampleSummary(path=f"tests/data/{each.file_name}", rows=sample.rows, of=sample.of, replaced=sample.replaced)
        if (sample := samples.get(each.file_name)) is not None
        else SampleSummary(path=f"tests/data/{each.file_name}", rows=0, of=0, is_whole=True)
        for each in data
        if each.found
    )


def _output_in_words(plan: Plan) -> str:
    kind = {"int": "a whole number", "float": "a number", "str": "a label", "bool": "yes or no"}.get(
        plan.contract.output, "a label"
    )
    of = f", the `{plan.contract.target}` of a record" if plan.contract.target else ""
    return f"{kind}{of}" + (", with the probability of each label" if plan.contract.probabilities else "")


def _modules(files: dict[str, str]) -> frozenset[str]:
    """Top-level modules that the derived code imports."""
    found: set[str] = set()
    for name, text in files.items():
        if not name.endswith(".py") or name.startswith("notebooks/"):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found |= {top_module(alias.name) for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(top_module(node.module))
    package = next(name.split("/")[1] for name in files if name.startswith("src/"))
    return frozenset(found - {"", package, "pydantic", "pydantic_settings", "pytest"})


def _without_secrets(promotion: Promotion, program: Program, source: Source) -> Promotion:
    """Blank every secret, in files, facts and summaries: none reaches the project, its history or a log."""
    secrets = {text for statement in program.statements for _, text in secrets_in(statement.node)}
    secrets |= set(known_secrets(source.text))
    if not secrets:
        return promotion
    spellings = sorted({each for secret in secrets for each in _spellings(secret)}, key=lambda each: (-len(each), each))
    blanked: Promotion = _blank(promotion, spellings)
    return blanked


def _spellings(secret: str) -> set[str]:
    """A text as it may stand in Python, in JSON, and in Python that stands in JSON."""
    plain = {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return plain | {json.dumps(each, ensure_ascii=narrow)[1:-1] for each in plain for narrow in (True, False)}


def _blank(value: Any, spellings: list[str]) -> Any:  # noqa: ANN401
    """Blank texts wherever they are in a value."""
    match value:
        case str() if any(each in value for each in spellings):
            return functools.reduce(lambda text, each: text.replace(each, _REMOVED), spellings, value)
        case tuple():
            return tuple(_blank(each, spellings) for each in value)
        case dict():
            return {key: _blank(each, spellings) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{each.name: _blank(getattr(value, each.name), spellings) for each in fields(value)})
        case _:
            return value


__all__ = ["Diagnostic", "compile_notebook", "read_program"]
