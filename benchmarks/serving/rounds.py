"""Rounds in which every candidate has its turn, and the medians of what they showed."""

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving.candidates import Answer, Candidate
from benchmarks.serving.cases import Case
from benchmarks.serving.load import Load, Server, running


@dataclass(frozen=True, slots=True, kw_only=True)
class Equality:
    """How many answers are right to the last bit, and how far off the others are."""

    alone: int
    together: int
    """With 64 clients at once."""
    furthest: float
    """The largest difference of a probability; 1 where something else came than an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a candidate showed in a round."""

    first_answer: float
    loads: Mapping[int, Load]
    memory: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a candidate showed in all rounds."""

    candidate: Candidate
    equality: Equality
    turns: Sequence[Turn]

    def median(self, value: Callable[[Turn], float]) -> float:
        """The median of a value over the rounds."""
        return statistics.median(value(turn) for turn in self.turns)


def compare(
    case: Case, candidates: Sequence[Candidate], clients: Sequence[int], *, rounds: int, seconds: int
) -> list[Result]:
    """Start each candidate once for its answers, which also installs it, and then in turn to be measured."""
    equalities = {candidate.name: _equality(case, candidate) for candidate in candidates}
    turns: dict[str, list[Turn]] = {candidate.name: [] for candidate in candidates}
    for number in range(rounds):
        for candidate in candidates:
            print(f"{case.package}, round {number + 1} of {rounds}: {candidate.name}", file=sys.stderr, flush=True)
            turns[candidate.name].append(_turn(case, candidate, clients, seconds))
    return [Result(candidate=each, equality=equalities[each.name], turns=turns[each.name]) for each in candidates]


def serve(case: Case, candidate: Candidate) -> AbstractContextManager[Server]:
    """Start a candidate in a folder of its own."""
    folder = _folder(case, candidate)
    (folder / "bodies.jsonl").write_bytes(b"\n".join(case.bodies(candidate)))
    return running(case.command(candidate), candidate.path, case.bodies(candidate)[0], folder, case.environment(folder))


def bodies_file(case: Case, candidate: Candidate) -> Path:
    """Where the requests to a candidate lie."""
    return _folder(case, candidate) / "bodies.jsonl"


def _folder(case: Case, candidate: Candidate) -> Path:
    folder = case.folder / candidate.name.replace(",", "").replace(" ", "-")
    folder.mkdir(exist_ok=True)
    return folder


def _equality(case: Case, candidate: Candidate) -> Equality:
    with serve(case, candidate) as server:
        alone, together = (server.ask(case.bodies(candidate), clients) for clients in (1, 64))
    given = [[_answer(candidate, each) for each in came] for came in (alone, together)]
    return Equality(
        alone=sum(answer == right for answer, right in zip(given[0], case.answers, strict=True)),
        together=sum(answer == right for answer, right in zip(given[1], case.answers, strict=True)),
        furthest=max(
            _distance(answer, right) for answers in given for answer, right in zip(answers, case.answers, strict=True)
        ),
    )


def _answer(candidate: Candidate, came: object) -> Answer:
    return [] if isinstance(came, str) else candidate.answer(came)


def _distance(answer: Answer, right: Answer) -> float:
    if len(answer) != len(right):
        return 1.0
    return max(abs(one - other) for one, other in zip(answer, right, strict=True))


def _turn(case: Case, candidate: Candidate, clients: Sequence[int], seconds: int) -> Turn:
    with serve(case, candidate) as server:
        loads = {number: server.load(bodies_file(case, candidate), number, seconds) for number in clients}
        return Turn(first_answer=server.first_answer, loads=loads, memory=server.memory())
