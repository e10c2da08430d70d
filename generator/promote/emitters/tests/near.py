"""When two predictions are the same."""


def near(expected: str, *, is_float: bool, tolerance: float = 1e-9) -> str:
    """Compare numbers but for the noise of arithmetic, labels exactly."""
    return f"pytest.approx({expected}, rel={tolerance:g})" if is_float else expected
