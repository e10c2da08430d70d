"""Runs inside the notebook's kernel, and writes down which records the notebook predicted, and what.

This package is copied beside the scratch project and imported there as `promote_witness`: standard library only, and pandas,
scikit-learn and imbalanced-learn only where the notebook has them.

    memory      what the witness has seen so far: the records, and the trails of rows that lost their labels
    watching    the places in pandas, scikit-learn and imbalanced-learn where rows lose their labels
    tracing     the rows of a model's inputs, traced back to the records
    spelling    records and predictions as JSON says them
    testifying  what an instrumented notebook calls
"""

from promote.verify.witness.testifying import begin, foresee, hold, keep, testify

__all__ = ["begin", "foresee", "hold", "keep", "testify"]
