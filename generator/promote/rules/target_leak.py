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

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.steps import StateKind, StepKind


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
    path = facts.path
    if path is None or path.split is None:
        return
    for step in path.steps[: path.split]:
        learned = [
            state.name for state in step.states if state.kind is not StateKind.VALUE or step.kind is StepKind.FITTED
        ]
        # Categories are a property of the domain more than of the rows.
        learned = [name for name in learned if not name.endswith("categories")]
        if learned:
            yield Diagnostic(
                code="PN105",
                name="test-data-leak",
                severity=Severity.WARNING,
                message=f"`{learned[0]}` is learned from all rows, those of the test part included",
                hint="split first and fit on the training part; the service computes what the notebook did",
                place=Place(step.statement.cell, step.statement.line),
            )
