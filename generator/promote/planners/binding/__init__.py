"""Binding-time analysis of a path: what training and serving do with each statement.

A statement is walked by an `Evaluator`, which finds for each expression when its value is known and records what to edit.
A statement that no single record can follow is an obstacle.
"""

from promote.planners.binding.walk import classify

__all__ = ["classify"]
