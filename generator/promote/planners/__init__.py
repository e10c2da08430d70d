"""Planners: each makes one part of the plan out of the program. `promote.compiler` runs them in order."""
