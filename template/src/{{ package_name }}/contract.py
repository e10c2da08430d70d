"""What a caller sends, and what comes back."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Species = Literal["Iris-setosa", "Iris-versicolor", "Iris-virginica"]


class PredictionInput(BaseModel):
    """One flower. A caller names the fields as the columns of the training data are named."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    sepal_length_cm: float = Field(alias="SepalLengthCm", gt=0, le=30)
    sepal_width_cm: float | None = Field(alias="SepalWidthCm", gt=0, le=30)
    petal_length_cm: float = Field(alias="PetalLengthCm", gt=0, le=30)
    petal_width_cm: float = Field(alias="PetalWidthCm", gt=0, le=30)


class PredictionOutput(BaseModel):
    """One answer for each instance, in the same order."""

    model_config = ConfigDict(allow_inf_nan=False)

    predictions: list[Species]
    probabilities: list[dict[str, float]]


EXAMPLE: dict[str, Any] = {
    "SepalLengthCm": 5.1,
    "SepalWidthCm": 3.5,
    "PetalLengthCm": 1.4,
    "PetalWidthCm": 0.2,
}
"""A real record, as a caller would send it."""
