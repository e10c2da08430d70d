"""What came out, as a page in Markdown."""

from collections.abc import Sequence

from benchmarks.serving.candidates import EMPTY, OURS
from benchmarks.serving.cases import Case
from benchmarks.serving.rounds import Result

GOALS = {
    "times the requests of the best peer with batching, at 64 clients": ("5", ">="),
    "of its processor time for an answer, at 64 clients": ("0.2", "<="),
    "of its 99th percentile, at 64 clients": ("0.2", "<="),
    "times the requests of the best peer, at one client": ("10", ">="),
    "of its processor time for an answer, at one client": ("0.1", "<="),
    "of the requests of an empty application, at 64 clients": ("0.8", ">="),
    "of its processor time for an answer, at 64 clients ": ("1.25", "<="),
    "of the answers equal to the last bit, alone": ("1", ">="),
}


def section(case: Case, results: Sequence[Result]) -> str:
    """The figures of a case: each candidate in a row, and what was to be reached."""
    return "\n\n".join([f"## {case.package}", _figures(case, results), _goals(case, results)])


def _figures(case: Case, results: Sequence[Result]) -> str:
    clients = [*results[0].turns[0].loads]
    heads = [f"{number} client{'s' * (number > 1)}" for number in clients]
    titles = [
        "",
        *(f"{head}: requests/s" for head in heads),
        *(f"{head}: p50, p99 ms" for head in heads),
        *(f"{head}: CPU µs each" for head in heads),
        "MB",
        "first answer s",
        "equal alone, at 64",
        "furthest off",
    ]
    lines = [_row(titles), _row(["---", *["---:"] * (len(titles) - 1)])]
    return "\n".join([*lines, *(_row(_cells(case, each, clients)) for each in results)])


def _cells(case: Case, result: Result, clients: Sequence[int]) -> list[str]:
    equality, count = result.equality, len(case.answers)
    measured = result.candidate is not EMPTY
    failed = sum(load.failed for turn in result.turns for load in turn.loads.values())
    return [
        result.candidate.name + (f" ({failed} failed)" if failed else ""),
        *(f"{rate(result, number):,.0f}" for number in clients),
        *(
            f"{result.median(lambda turn, n=number: turn.loads[n].p50):.1f}, {p99(result, number):.1f}"  # type: ignore[misc]
            for number in clients
        ),
        *(f"{cpu(result, number):,.0f}" for number in clients),
        f"{result.median(lambda turn: turn.memory):,.0f}",
        f"{result.median(lambda turn: turn.first_answer):.1f}",
        f"{equality.alone}, {equality.together} of {count}" if measured else "",
        f"{equality.furthest:.0e}" if measured and equality.furthest else "",
    ]


def rate(result: Result, clients: int) -> float:
    """Median of the requests in a second."""
    return result.median(lambda turn: turn.loads[clients].rate)


def p99(result: Result, clients: int) -> float:
    """Median of the milliseconds within which 99 of 100 answers came."""
    return result.median(lambda turn: turn.loads[clients].p99)


def cpu(result: Result, clients: int) -> float:
    """Median of the microseconds of processor time for an answer."""
    return result.median(lambda turn: turn.loads[clients].cpu)


def reached(case: Case, results: Sequence[Result]) -> list[float]:
    """What was reached of each goal."""
    ours = next(each for each in results if each.candidate is OURS)
    empty = next(each for each in results if each.candidate is EMPTY)
    peers = [each for each in results if each.candidate not in {OURS, EMPTY}]
    lone = max(peers, key=lambda each: rate(each, 1))
    batching = max((each for each in peers if each.candidate.batches), key=lambda each: rate(each, 64))
    return [
        rate(ours, 64) / rate(batching, 64),
        cpu(ours, 64) / cpu(batching, 64),
        p99(ours, 64) / p99(batching, 64),
        rate(ours, 1) / rate(lone, 1),
        cpu(ours, 1) / cpu(lone, 1),
        rate(ours, 64) / rate(empty, 64),
        cpu(ours, 64) / cpu(empty, 64),
        ours.equality.alone / len(case.answers),
    ]


def _goals(case: Case, results: Sequence[Result]) -> str:
    lines = [_row(["promote", "reached", "goal", ""]), _row(["---", "---:", "---:", "---"])]
    for (what, (goal, direction)), value in zip(GOALS.items(), reached(case, results), strict=True):
        kept = value >= float(goal) if direction == ">=" else value <= float(goal)
        lines.append(_row([what, f"{value:.2f}", f"{direction} {goal}", "reached" if kept else "MISSED"]))
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
