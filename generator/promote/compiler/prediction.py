"""A notebook with a model: a service that answers with what the model says of a record."""

from dataclasses import dataclass, replace

from promote.compiler.derived import Derived
from promote.compiler.overview import prediction_overview
from promote.compiler.parity import prediction_parity
from promote.compiler.subject import Subject
from promote.emitters import emit
from promote.emitters.draft import Draft
from promote.knowledge.estimators import SEARCHES
from promote.model.answer import ASKED, Answer
from promote.model.answers import Archetype
from promote.model.diagnostic import Diagnostic
from promote.model.facts import Facts
from promote.model.plan import Contract, DataFile, Plan
from promote.model.sample import Sample
from promote.model.steps import Path, StepKind
from promote.model.table import Table
from promote.passes.names import names_of
from promote.planners.answers import held_in, output_of, plain_answer, plan_answer
from promote.planners.arrays import plan_arrays
from promote.planners.columns import prune
from promote.planners.contract import plan_contract
from promote.planners.data import plan_data, plan_settings, with_settings
from promote.planners.doubts import doubted, settled
from promote.planners.idle import without_idle
from promote.planners.imports import import_lines
from promote.planners.layout import plan_layout
from promote.planners.models import Choice
from promote.planners.path import path_statements, plan_path
from promote.planners.predictors import forest_of, is_most_probable, last_estimator
from promote.planners.samples import plan_samples, spoken_words
from promote.planners.scores import Scores, plan_scores
from promote.planners.tables import plan_tables, table_at_cut
from promote.planners.target_column import target_column
from promote.planners.targets import is_one_column
from promote.planners.values import Value
from promote.rules import judge
from promote.rules.missing_seed import is_repeatable, unseeded


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """What the service is made of."""

    path: Path
    scores: Scores
    data: tuple[DataFile, ...]
    samples: dict[str, Sample]
    table: Table | None
    contract: Contract
    answer: Answer
    leaks: bool
    """The model is given its target."""


def derive_prediction(subject: Subject, choice: Choice) -> Derived:
    """Make a service of the chosen model."""
    service = _service(subject, choice)
    facts = _facts(subject, choice, service)
    findings = judge(facts)
    draft = _draft(subject, choice, service, facts, findings)
    return Derived(
        archetype=Archetype.PREDICT,
        facts=facts,
        findings=findings,
        files=emit(draft),
        overview=prediction_overview(subject, choice, draft),
        parity=prediction_parity(subject, choice, draft.plan),
        draft=draft,
    )


def _service(subject: Subject, choice: Choice) -> _Service:
    """Find the way from the data to the answer, and what goes in and comes out."""
    program, imports = subject.program, subject.imports
    scores = plan_scores(program, choice, path_statements(program, choice, imports), imports)
    asked, plain = plan_answer(program, choice, imports), plain_answer(program, choice, imports)
    needed: frozenset[int] = frozenset()
    while True:
        whole = plan_path(program, choice, imports, scores.names | asked.names | plain.names, needed)
        data = plan_data(whole, imports, subject.beside)
        tables = plan_tables(whole, data, imports, subject.beside)
        samples = plan_samples(tables, whole, target_column(whole, choice), spoken_words(program))
        table, sample = table_at_cut(whole, data, imports, tables, samples)
        path, live, is_exact = prune(whole, table)
        in_the_way = doubted(path.steps[position] for position in path.serving)
        if not in_the_way:
            break
        needed |= in_the_way
    path = without_idle(settled(path), scores.names | asked.names | plain.names)
    answer = held_in(path, asked, plain, replace(plain, asks=ASKED, written=ASKED))
    contract = plan_contract(path, choice, table, live, sample, imports)
    contract, answer = _agreed(contract, answer, table)
    return _Service(
        path=path if contract.fields else _behind_reading(path),
        scores=scores,
        data=data,
        samples=samples,
        table=table,
        contract=contract,
        answer=answer,
        leaks=bool(contract.target and contract.fields and is_exact and live.has(contract.target)),
    )


def _agreed(contract: Contract, answer: Answer, table: Table | None) -> tuple[Contract, Answer]:
    """Let the contract promise what the answer gives, and the answer give no more than that."""
    contract = replace(
        contract,
        output=output_of(answer, table, contract.target) or contract.output,
        probabilities=contract.probabilities and answer.has_probabilities,
    )
    return contract, answer if contract.probabilities else replace(answer, classes="", written_classes="")


def _behind_reading(path: Path) -> Path:
    """Say of the cut that nobody knows the raw record."""
    if not path.cut.raw:
        return path
    reason = "the data file could not be read ahead of training"
    return replace(path, cut=replace(path.cut, raw=False, reason=reason))


def _facts(subject: Subject, choice: Choice, service: _Service) -> Facts:
    statements = {step.statement.index for step in service.path.steps}
    statements |= {*service.scores.behind, choice.prediction.statement}
    expressions = tuple(score.expression for score in service.scores.scores)
    return replace(
        subject.facts(frozenset(statements), service.data, expressions),
        path=service.path,
        trained_on=names_of(choice.fit.data).uses,
        contest=choice.contest,
        table=service.table,
        contract=service.contract,
        leaks=service.leaks,
    )


def _draft(
    subject: Subject, choice: Choice, service: _Service, facts: Facts, findings: tuple[Diagnostic, ...]
) -> Draft:
    path = with_settings(service.path, service.data, subject.imports)
    unsteady = {step.kind for step, _ in unseeded(facts)}
    forest = forest_of(choice, subject.imports)
    plan = Plan(
        package=subject.identity.package,
        program=subject.program,
        imports=import_lines(subject.program),
        path=service.path,
        steps=path.steps,
        model=choice.prediction.model,
        estimator=_annotation(choice, subject.imports),
        score_steps=service.scores.behind,
        scores=service.scores.scores,
        table=service.table,
        data=service.data,
        contract=service.contract,
        answer=service.answer,
        is_most_probable=(
            service.contract.probabilities
            and service.answer.asks == ASKED
            and not service.answer.classes
            and is_most_probable(choice, subject.imports)
        ),
        forest=forest,
        ravel=service.answer.is_column
        or (not choice.fit.is_network and is_one_column(service.path, choice.fit.target)),
        repeatable=is_repeatable(findings),
        seeded=not unsteady,
        steady=unsteady <= {StepKind.SPLIT, StepKind.TRAINING},
        settings=plan_settings(service.path, service.data, subject.imports),
        samples=service.samples,
        arrays=plan_arrays(path, service.table, service.contract, subject.imports, choice.fit, forest),
    )
    later = _behind_path(subject, choice, service)
    return Draft(plan, plan_layout(path, service.scores.scores, later, subject.imports))


def _behind_path(subject: Subject, choice: Choice, service: _Service) -> str:
    """The text of everything that training and the answer need of the path."""
    scored = [subject.program.statements[index].text for index in service.scores.behind]
    return "\n".join([*scored, choice.prediction.model, service.answer.asks])


def _annotation(choice: Choice, imports: dict[str, Value]) -> str:
    """The class to annotate the model with: the search's winner where the notebook goes on with that."""
    is_winner = choice.prediction.model != choice.fit.name
    estimator = last_estimator(choice, imports)[0] if is_winner else choice.fit.estimator.rpartition(".")[2]
    bound = {value.qualified.rpartition(".")[2]: name for name, value in imports.items()}
    is_known = estimator[:1].isupper() and not (is_winner and estimator in SEARCHES)
    return bound.get(estimator, "Any") if is_known else "Any"
