"""Runs a notebook from its first cell to its last, in the environment of a project: `python kernel.py NOTEBOOK FOLDER`.

Copied beside the scratch project and started there. A cell that fails does not stop the run; what failed is printed as JSON.
"""

import json
import sys

import nbformat
from nbclient import NotebookClient


def main(path: str, folder: str) -> None:
    """Run the notebook in the folder, and print the errors of its cells."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook, timeout=None, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": folder}}
    )
    client.execute()
    errors = [
        {"cell": number, "name": output["ename"], "message": output["evalue"]}
        for number, cell in enumerate(notebook.cells)
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]
    print(json.dumps(errors))  # noqa: T201 - this program's answer


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
