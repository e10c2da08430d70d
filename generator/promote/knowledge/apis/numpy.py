"""What NumPy changed."""

from promote.knowledge.apis.rows import attribute_renamed, name_gone
from promote.model.api import Api, Rewrite, RewriteKind

NUMPY: tuple[Api, ...] = (
    *(
        name_gone(f"numpy.{alias}", "1.24", alias, Rewrite(kind=RewriteKind.BUILTIN, to=alias))
        for alias in ("float", "int", "object", "str", "complex")
    ),
    name_gone("numpy.asscalar", "1.23", ".item()"),
    *(
        attribute_renamed(f"numpy.{old}", "2.0", new)
        for old, new in (
            *(("float_", "float64"), ("complex_", "complex128"), ("unicode_", "str_"), ("string_", "bytes_")),
            *(("Inf", "inf"), ("Infinity", "inf"), ("infty", "inf"), ("PINF", "inf"), ("NaN", "nan"), ("NAN", "nan")),
            *(("product", "prod"), ("cumproduct", "cumprod"), ("sometrue", "any"), ("alltrue", "all")),
            *(("round_", "round"), ("mat", "asmatrix"), ("bool8", "bool_"), ("object0", "object_")),
        )
    ),
    name_gone("numpy.NINF", "2.0", "-numpy.inf"),
    name_gone("numpy.asfarray", "2.0", "numpy.asarray"),
    name_gone("numpy.msort", "2.0", "numpy.sort(…, axis=0)"),
    name_gone("numpy.find_common_type", "2.0", "numpy.result_type"),
    name_gone("numpy.cast", "2.0", "numpy.asarray"),
    name_gone("numpy.issubsctype", "2.0", "numpy.issubdtype"),
    name_gone("numpy.VisibleDeprecationWarning", "2.0", "numpy.exceptions.VisibleDeprecationWarning"),
    attribute_renamed("numpy.in1d", "2.4", "isin"),
    attribute_renamed("numpy.trapz", "2.4", "trapezoid"),
    attribute_renamed("numpy.row_stack", "2.5", "vstack"),
    Api(what="numpy.trapezoid", distribution="numpy", since="2.0", names=("numpy.trapezoid",)),
)
