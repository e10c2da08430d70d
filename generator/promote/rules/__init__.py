"""Rules: each looks at the facts and says what a person should know. One rule per file; its docstring is its page."""

from collections.abc import Callable, Iterator

from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts
from promote.rules import (
    absolute_path,
    callers_code,
    dataset_not_found,
    hardcoded_secret,
    hidden_state,
    missing_seed,
    module_not_taken,
    never_fitted,
    older_versions,
    picked_at_run_time,
    refitted,
    serving_skew,
    target_leak,
    unnamed_batches,
    unparsable_cell,
    unpinned_dependency,
)

Rule = Callable[[Facts], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    hardcoded_secret.check,
    callers_code.check,
    unparsable_cell.check,
    module_not_taken.check,
    dataset_not_found.check,
    target_leak.check,
    refitted.check,
    serving_skew.check,
    hidden_state.check,
    absolute_path.check,
    missing_seed.check,
    picked_at_run_time.check,
    never_fitted.check,
    unnamed_batches.check,
    older_versions.check,
    unpinned_dependency.check,
)
"""In the order in which a person should read their findings, among those that matter as much."""


def judge(facts: Facts) -> tuple[Diagnostic, ...]:
    """Run every rule. What matters most comes first."""
    found = [finding for rule in RULES for finding in rule(facts)]
    return tuple(sorted(found, key=lambda finding: list(Severity).index(finding.severity)))
