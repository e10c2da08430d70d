"""Runs notebooks and what was derived from them, and prints how many predictions agree: `python oracle.py FOLDER`.

FOLDER holds one folder for each notebook: `notebooks/` with `notebook.py` and the modules beside it, `records.csv`, `facts.json`
and the derived `src/`. This runs in an environment with pandas and scikit-learn; the generator itself is not needed.
"""

import contextlib
import importlib
import io
import json
import math
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ALONE = 25
"""Records that are also asked for one by one."""


def compare(folder: Path) -> dict[str, Any]:
    """Count the rows of the test part, and those on which the derived code agrees: in one request, and one by one."""
    notebook: dict[str, Any] = {}
    sys.path.insert(0, str(folder / "notebooks"))
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile((folder / "notebooks" / "notebook.py").read_text(), "notebook.py", "exec"), notebook)  # noqa: S102
    facts = json.loads((folder / "facts.json").read_text())
    sys.path.insert(0, str(folder / "src"))
    train, predict, contract, settings = (
        importlib.import_module(f"{facts['package']}.{name}") for name in ("train", "predict", "contract", "settings")
    )
    own = settings.Settings(data_path=folder / "records.csv", model_dir=folder / "models")
    model, _ = train.train(own)
    model, saved = kept(f"{facts['package']}.artefact", model, own, folder / "models")
    rows = pd.read_csv(folder / "records.csv").loc[notebook["y_test"].index]
    fields = [field.alias or name for name, field in contract.PredictionInput.model_fields.items()]
    sent = json.loads(rows[fields].to_json(orient="records", double_precision=15))
    records = [contract.PredictionInput.model_validate(each) for each in sent]
    expected = np.ravel(notebook["pred"]).tolist()
    together = predict.predict(model, records).predictions
    alone = [predict.predict(model, [each]).predictions[0] for each in records[:ALONE]]
    return {
        "rows": len(expected),
        "together": sum(map(same, together, expected)),
        "alone": sum(map(same, alone, expected)),
        **saved,
    }


def kept(artefact: str, model: object, settings: object, folder: Path) -> tuple[Any, dict[str, str]]:
    """Save a model, read it again, and say in which format; where nothing is read, it is the one that was trained."""
    door = importlib.import_module(artefact)
    if not hasattr(door, "load"):
        return model, {}
    door.save(model, settings, name="kept", scores={})
    read, manifest = door.load(folder)
    return read, {"format": manifest.format}


def same(given: object, expected: object) -> bool:
    """Whether two predictions are equal: labels exactly, numbers within the noise of their precision."""
    if isinstance(given, float) and isinstance(expected, float):
        is_single = np.float32(given) == given and np.float32(expected) == expected
        noise = 1e-5 if is_single else 1e-9
        return math.isclose(given, expected, rel_tol=noise, abs_tol=noise)
    return given == expected


def main(folder: Path) -> None:
    """Compare every notebook of a folder; one that fails says how."""
    warnings.simplefilter("ignore")
    for each in sorted(folder.iterdir()):
        os.chdir(each)
        try:
            answer: dict[str, Any] = compare(each)
        except Exception as error:  # noqa: BLE001 - the test tells about it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"notebook": each.name, **answer}), flush=True)  # noqa: T201 - this program's answer


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
