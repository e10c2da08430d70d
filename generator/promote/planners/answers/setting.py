"""What the notebook around a prediction tells about it."""

import ast
from dataclasses import dataclass

from promote.knowledge.answers import GRADED
from promote.knowledge.networks import OF_CLASSES, OF_TRUTHS
from promote.model.answer import ANY, ASKED, INPUT, LABEL, MODEL
from promote.model.program import Program
from promote.passes.names import names_of, root_name
from promote.planners.answers.reported import Reported, Turn
from promote.planners.models import Choice
from promote.planners.predictors import is_classifier, last_estimator
from promote.planners.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The notebook, its chosen model, and what names in it stand for."""

    program: Program
    choice: Choice
    imports: dict[str, Value]
    aliases: dict[str, str]

    def is_prediction(self, node: ast.Call) -> bool:
        """Whether a call asks the chosen model."""
        if self.choice.fit.is_network and isinstance(node.func, ast.Name):
            return self.aliases.get(node.func.id, node.func.id) == self.choice.fit.name
        if not (isinstance(node.func, ast.Attribute) and node.func.attr in {"predict", "predict_proba"}):
            return False
        name = root_name(node.func.value) or ""
        return self.aliases.get(name, name) == self.choice.fit.name

    def asked(self, node: ast.Call) -> Reported:
        """What the model says to such a call."""
        if isinstance(node.func, ast.Attribute) and node.func.attr == "predict_proba":
            return Reported(asks=f"{MODEL}.predict_proba({INPUT})", output="")
        return Reported(asks=self.choice.prediction.asks)

    def decides(self, said: Reported) -> bool:
        """Whether rounding it chooses between true and false."""
        return self.choice.fit.loss in OF_TRUTHS and said.turn in {Turn.NOTHING, Turn.GRADED}

    def is_graded(self, said: Reported) -> bool:
        """Whether these are probabilities, and no labels or amounts."""
        if said.turn is Turn.INVERSE:
            return False
        if said.asks != ASKED or "predict_proba" in said.asks:
            return True
        return self.choice.fit.estimator.rpartition(".")[2] in GRADED

    def knows_target(self, receiver: ast.expr) -> bool:
        """Whether something was fitted on the target, and can turn it back."""
        target = self.choice.fit.target
        name = root_name(receiver)
        if name is None or target is None or name == self.choice.fit.name:
            return False
        wanted = names_of(target).uses
        for statement in reversed(self.program.statements[: self.choice.fit.statement]):
            if not statement.names.defines & wanted and not statement.names.mutates & wanted:
                continue
            if name in statement.names.uses:
                return True
            wanted = wanted | statement.names.uses - self.imports.keys()
        return False

    def type_of_names(self, node: ast.expr) -> str:
        """The type of what names are looked up in, where its own text tells."""
        if isinstance(node, ast.Name):
            bound = [each.node for each in self.program.statements if node.id in each.names.defines]
            node = bound[0].value if len(bound) == 1 and isinstance(bound[0], ast.Assign) else node
        if isinstance(node, ast.Dict):
            node = ast.List(elts=node.values)
        kinds = {type(each.value).__name__ for each in ast.walk(node) if isinstance(each, ast.Constant)}
        return "str" if kinds == {"str"} else ANY

    @property
    def turned_back(self) -> str:
        """The type of answers that an encoder or a scaler of the target turns back; empty for that of the target."""
        if not self.classifies:
            return "float"
        return LABEL if self.choice.fit.is_network else ""

    @property
    def classifies(self) -> bool:
        """Whether the model predicts labels."""
        if self.choice.fit.is_network:
            return self.choice.fit.loss in OF_CLASSES | OF_TRUTHS
        return is_classifier(last_estimator(self.choice, self.imports)[0])
