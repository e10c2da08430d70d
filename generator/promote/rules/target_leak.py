"""Leak of the target, or of the test data.

Something that the model is given was computed from what it shall predict, or from the rows that it is judged on: the target
is among the features, or something is fitted on all rows before they are split.

**Why it matters.** The scores in the notebook are better than the service will be.

**What to do.** Drop the target from the features. Split first, and fit on the training part only:

```python
X_train, X_test = train_test_split(X)
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
```
"""

from collections.abc import Iterator, Sequence

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.steps import STATE, Path, StepKind
from promote.planners.learning import Lesson, lessons_in

_SHOWN = 3
"""Calls that one sentence names."""


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report a target among the features, and what is fitted before a split."""
    yield from _target(facts)
    yield from _fitted_before_split(facts)


def _target(facts: Facts) -> Iterator[Diagnostic]:
    contract = facts.contract
    if contract is not None and facts.leaks:
        yield Diagnostic(
            code="PN105",
            name="target-leak",
            severity=Severity.ERROR,
            message=f"the target `{contract.target}` is among the features",
            hint="drop it before the model is fitted: a caller cannot know it",
        )


def _fitted_before_split(facts: Facts) -> Iterator[Diagnostic]:
    """Report each cell that learns from all rows what the service's features are made with."""
    path = facts.path
    if path is None or path.split is None:
        return
    found: dict[int, list[Lesson]] = {}
    target = facts.contract.target if facts.contract is not None else ""
    reached = _reaching(path)
    for position, step in enumerate(path.steps[: path.split]):
        for lesson in lessons_in(step.statement):
            if lesson.columns != {target} and _made_for_features(path, position, lesson, reached):
                found.setdefault(step.statement.cell, []).append(lesson)
    for cell, lessons in found.items():
        words = list(dict.fromkeys(f"`{each.words}`" for each in lessons))
        yield Diagnostic(
            code="PN105",
            name="test-data-leak",
            severity=Severity.WARNING,
            message=f"{_listed(words)} {'sees' if len(words) == 1 else 'see'} all rows, those of the test part included",
            hint="split first and fit on the training part; the service computes what the notebook did",
            place=Place(cell, lessons[0].line),
        )


def _listed(words: Sequence[str]) -> str:
    if len(words) > _SHOWN:
        return f"{', '.join(words[:_SHOWN])} and {len(words) - _SHOWN} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _reaching(path: Path) -> frozenset[str]:
    """States that serving reads, and those that training makes them of."""
    reached = {name for text in path.served_texts for name in STATE.findall(text)}
    for step in reversed(path.steps):
        if any(state.name in reached for state in step.states):
            reached |= set(STATE.findall(step.training_text()))
    return frozenset(reached)


def _made_for_features(path: Path, position: int, lesson: Lesson, reached: frozenset[str]) -> bool:
    """Whether serving uses what a call learns, or takes its input behind it."""
    step = path.steps[position]
    if position <= path.cut.after:
        return step.kind is StepKind.FITTED or bool(lesson.learner)
    if step.states:
        return any(state.name in reached for state in step.states)
    # `scaler.fit(X)`: the state is that of the statement which makes the scaler.
    makers = [each for each in path.steps[:position] if lesson.learner in each.statement.names.defines]
    return bool(makers) and any(state.name in reached for state in makers[-1].states)
