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

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts
from promote.planners.learning import Lesson, is_served, lessons_in, states_served
from promote.planners.sentences import listed


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
    served = states_served(path)
    for position, step in enumerate(path.steps[: path.split]):
        for lesson in lessons_in(step.statement):
            if lesson.columns != {target} and is_served(path, position, lesson, served):
                found.setdefault(step.statement.cell, []).append(lesson)
    for lessons in found.values():
        words = list(dict.fromkeys(f"`{each.words}`" for each in lessons))
        yield Diagnostic(
            code="PN105",
            name="test-data-leak",
            severity=Severity.WARNING,
            message=f"{listed(words)} {'sees' if len(words) == 1 else 'see'} all rows, those of the test part included",
            hint="split first and fit on the training part; the service computes what the notebook did",
            place=lessons[0].place,
        )
