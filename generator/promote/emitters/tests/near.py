"""When two predictions are the same."""

from promote.model.plan import Plan

_SINGLE = 1e-4
"""Numbers with half the digits of Python's own are the same up to here, however many are computed at a time."""


def near(expected: str, plan: Plan, *, tolerance: float = 1e-9) -> str:
    """Compare numbers but for the noise of arithmetic, labels exactly."""
    if plan.answer.is_single:
        tolerance = max(tolerance, _SINGLE)
        if plan.contract.output == "float":
            return f"pytest.approx({expected}, rel={tolerance:g}, abs=1e-6)"
        if plan.contract.output == "list[float]":
            return f"[pytest.approx(each, rel={tolerance:g}, abs=1e-6) for each in {expected}]"
    return f"pytest.approx({expected}, rel={tolerance:g})" if plan.contract.output == "float" else expected
