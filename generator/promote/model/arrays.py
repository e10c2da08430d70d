"""The model's input as arrays, column by column, without a table.

Arrays = lines (columns | blocks) done frame names asked
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """What stands in serving for the statements up to a frame of numbers. States are written `⟦name⟧`."""

    lines: tuple[str, ...]
    """Statements that compute columns from `instances`."""
    columns: tuple[str, ...]
    """Each column of the frame, as an expression; one that starts with a star is several."""
    done: int
    """So many statements of the serving program are done by this."""
    frame: str
    """The variable that the next statement reads."""
    names: str
    """An expression for the names of the columns; empty if an array is wanted."""
    blocks: tuple[str, ...] = ()
    """In the place of columns: arrays of several columns, side by side."""
    asked: str = "model.estimator"
    """The part of the model that is asked: the last step of a pipeline that was taken apart."""
    scaler: tuple[str, str] = ("", "")
    """The call of a scaler, and the arithmetic to write instead."""
    silent: bool = False
    """Something in it divides, or takes a logarithm: NumPy would warn where pandas does not."""
