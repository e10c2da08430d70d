"""Turns raw records into the input of the model."""

import pandas as pd


def add_petal_area(df: pd.DataFrame) -> pd.DataFrame:
    """Add `PetalAreaCm2`, the rectangle around a petal."""
    return df.assign(PetalAreaCm2=df["PetalLengthCm"] * df["PetalWidthCm"])


class Features:
    """The steps from raw records to the input of the model, with what training learned for them.

    Attributes that end in an underscore are there once `fit_transform` has run.
    """

    dtypes_: dict[str, str]
    """Raw columns in their order, each with its type."""

    sepal_width_median_: float
    """Stands in for a sepal width that was not measured, in centimetres."""

    def fit_transform(self, df: pd.DataFrame) -> pd.DataFrame:
        """Learn from the training records, and return them as input of the model."""
        self.dtypes_ = df.dtypes.astype(str).to_dict()
        self.sepal_width_median_ = float(df["SepalWidthCm"].median())
        return self.transform(df)

    def transform(self, df: pd.DataFrame) -> pd.DataFrame:
        """Return any records as input of the model, with what was learned and nothing new."""
        df = df.fillna({"SepalWidthCm": self.sepal_width_median_})
        return add_petal_area(df)
