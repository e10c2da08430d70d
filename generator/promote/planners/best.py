"""The best of several models, by the scores that the notebook itself shows of them."""

from promote.knowledge.estimators import COMPARED, LOWER_IS_BETTER
from promote.model.promotion import ModelSummary


def best_scored(models: tuple[ModelSummary, ...]) -> tuple[str, str] | None:
    """Name the model with the best score among those that show the same one, and say why; nothing where none is compared.

    The model that would be chosen otherwise has to take part: what nobody measured cannot lose.
    """
    for score in COMPARED:
        values = {each.name: dict(each.scores)[score] for each in models if score in dict(each.scores)}
        if len(values) > 1 and any(each.chosen and each.name in values for each in models):
            best = min(values, key=lambda name: values[name] if score in LOWER_IS_BETTER else -values[name])
            return best, f"it scores best in the notebook: {score} {values[best]:g}"
    return None
