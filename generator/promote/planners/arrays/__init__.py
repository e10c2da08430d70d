"""The serving program once more, over columns instead of tables.

pandas takes milliseconds for a table of one row, and NumPy microseconds for the few columns that it holds. So the statements
between a request and the model are walked along once more, with a frame taken for what it is: columns under their names. What
comes out has the same values, as a test of the project shows; where a statement is not understood, or its values might differ,
the table stays.
"""

from promote.planners.arrays.plan import plan_arrays

__all__ = ["plan_arrays"]
