"""Network that is trained on rows without a name.

A loop trains a network, and what it is given cannot be said in names of before the loop: it comes from a data set of the
notebook's own, or is made inside the loop. A loop inside a function is not followed either, nor one that trains several networks,
or a network that takes pictures or stretches of a series.

**Why it matters.** Nobody can tell how a record becomes what the network is asked about, so there is nothing to serve: the
notebook becomes a job.

**What to do.** Hold the rows in tensors, take batches of them, and let the loop stand in a cell of its own:

```python
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=32)
for inputs, targets in loader:
    loss = criterion(model(inputs), targets)
```
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts
from promote.planners.networks import goes_back


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report the last training of a network, where nothing is served."""
    trainings = [each for each in facts.program.statements if goes_back(each.node)]
    if facts.path is None and "torch" in facts.imported and trainings:
        yield Diagnostic(
            code="PN112",
            name="unnamed-batches",
            severity=Severity.WARNING,
            message="nobody can say on which rows this trains a network, so the notebook becomes a job",
            hint="hold the rows in tensors, and let a loop of its own take batches of a `TensorDataset`",
            place=trainings[-1].place(),
        )
