"""Fitted anew on the test part.

A scaler, an encoder or an imputer is fitted on the training part, and then once more on the part that the model predicts on.

**Why it matters.** The notebook's predictions are made with what the second fit learned, so the service answers with that too, as
faithful as it is wrong: the model was trained on other numbers. The same record gets another prediction than it should.

**What to do.** Fit once, on the training part, and only transform the other:

```python
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts
from promote.model.steps import Path, Step
from promote.planners.learning import Lesson, is_served, lessons_in, states_served
from promote.planners.parts import data_names


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each call that learns what serving uses from the test part alone."""
    path = facts.path
    if path is None or path.split is None:
        return
    sides = _sides(path, path.split)
    if facts.trained_on & sides.asked or not facts.trained_on & sides.others:
        return
    served = states_served(path)
    before: list[Lesson] = []
    told: set[str] = set()
    for position in range(path.split + 1, len(path.steps)):
        statement = path.steps[position].statement
        for lesson in lessons_in(statement):
            if lesson.names & sides.others:
                before.append(lesson)
            elif lesson.names & sides.asked and lesson.words not in told and is_served(path, position, lesson, served):
                told.add(lesson.words)
                yield _finding(lesson, _first(lesson, before))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """The names behind a split, by the part that they are made of."""

    asked: frozenset[str]
    """Of the part that the model predicts on."""
    others: frozenset[str]


def _sides(path: Path, split: int) -> _Sides:
    parts = frozenset(part for part, _ in path.steps[split].renames)
    asked = parts & dict(path.renames).keys()
    later = path.steps[split + 1 :]
    return _Sides(asked=_made_of(asked, later), others=_made_of(parts - asked, later))


def _made_of(names: frozenset[str], steps: Sequence[Step]) -> frozenset[str]:
    """Add what is made of some names: `X_test_scaled` of `X_test`."""
    for step in steps:
        if data_names(step.statement) & names:
            names |= step.statement.names.defines
    return names


def _first(lesson: Lesson, before: Sequence[Lesson]) -> Lesson | None:
    """Find what learned the same of the training part."""
    return next((each for each in reversed(before) if _kind(each) == _kind(lesson)), None)


def _kind(lesson: Lesson) -> str:
    """What is learned, whatever of: `.fillna` of `X_train` and of `X_test` learn the same."""
    return lesson.learner or re.sub(rf"\b(?:{'|'.join(map(re.escape, sorted(lesson.names)))})\b", "", lesson.words)


def _finding(lesson: Lesson, first: Lesson | None) -> Diagnostic:
    other = f"what {first.place} learned" if first is not None else "what the training part gave"
    return Diagnostic(
        code="PN114",
        name="refitted",
        severity=Severity.WARNING,
        message=f"`{lesson.words}` learns from the test part, and the service uses that; the model was trained with {other}",
        hint=_hint(lesson, first),
        place=lesson.place,
    )


def _hint(lesson: Lesson, first: Lesson | None) -> str:
    if lesson.learner and not lesson.learner.isidentifier():
        return f"keep the `{lesson.learner}` of the training part under a name, and let it transform both"
    if ".fit_transform" in lesson.words:
        return f"write `{lesson.words.replace('.fit_transform', '.transform')}`"
    if lesson.learner:
        return "leave it out: what was fitted on the training part transforms both"
    return f"write `{first.words}` here too" if first is not None else "use what the training part gives for both"
