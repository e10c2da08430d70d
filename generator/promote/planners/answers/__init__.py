"""What the notebook finally reports of a prediction: the price and not its logarithm, the label and not its number.

The predictions of the chosen model are followed through the statements behind its fit. What turns them back (`np.expm1`,
`encoder.inverse_transform`), names them (`class_names[predicted]`) or decides (`probability > 0.3`) belongs to the answer; what
only shows or measures them does not.
"""

from promote.planners.answers.plain import plain_answer
from promote.planners.answers.plan import output_of, plan_answer
from promote.planners.answers.states import held_in

__all__ = ["held_in", "output_of", "plain_answer", "plan_answer"]
