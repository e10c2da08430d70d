"""What libraries took away, renamed, or gave another meaning: the first version without each, and what to write today.

One module per library, and `rows` for the short forms of a row. Every row was tried in the eras of `knowledge/eras.py`:
`tests/versions/probes.py` holds a line of code for each, and a slow test runs them. A row says where a thing is used in one of
four ways:

    names       a module, class or function, by its qualified name
    keywords    a call of one of `names` (or of a method in `methods`) with all of these arguments
    methods     an attribute of that name, of whatever object
    shape       something that takes more than a name to tell

`values` narrows the first keyword to these values.
"""

from promote.knowledge.apis.imbalanced_learn import IMBALANCED_LEARN
from promote.knowledge.apis.lightgbm import LIGHTGBM
from promote.knowledge.apis.matplotlib import MATPLOTLIB
from promote.knowledge.apis.nltk import NLTK
from promote.knowledge.apis.numpy import NUMPY
from promote.knowledge.apis.pandas import PANDAS
from promote.knowledge.apis.scikit_learn import SCIKIT_LEARN
from promote.knowledge.apis.scipy import SCIPY
from promote.knowledge.apis.seaborn import SEABORN
from promote.knowledge.apis.statsmodels import STATSMODELS
from promote.knowledge.apis.xgboost import XGBOOST
from promote.model.api import Api

APIS: tuple[Api, ...] = (
    *PANDAS,
    *NUMPY,
    *SCIKIT_LEARN,
    *SCIPY,
    *XGBOOST,
    *LIGHTGBM,
    *IMBALANCED_LEARN,
    *STATSMODELS,
    *SEABORN,
    *MATPLOTLIB,
    *NLTK,
)
"""In this order a use is looked for; the first row that fits speaks for it."""
