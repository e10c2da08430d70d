"""Model that is never fitted.

The notebook scores its model by cross-validation, and keeps none that is fitted: each fold's model is thrown away.

**Why it matters.** There is no model to serve. The service's is fitted on all the rows that the notebook cross-validates on.
That is what most people do next, but no cell does it.

**What to do.** Fit it in the notebook, on the rows that you mean:

```python
scores = cross_val_score(model, X, y)
model.fit(X, y)
```
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report the model that the notebook only scores."""
    for step in facts.path.steps if facts.path is not None else ():
        if step.statement.is_added:
            yield Diagnostic(
                code="PN111",
                name="never-fitted",
                severity=Severity.WARNING,
                message="the model is scored by cross-validation and never fitted; the service's is fitted on all those rows",
                hint="fit it in the notebook, on the rows that you mean",
                place=step.statement.place(),
            )
