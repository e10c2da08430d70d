"""Runs the pieces of a notebook in their order, in the environment of a project: `python kernel.py NOTEBOOK FOLDER SECONDS`.

Copied beside the scratch project and started there. A piece that fails does not stop the run, unless the prediction needs it.
A piece that it does not need has the seconds given, and all of these together have three times as many. What failed is printed
as JSON.
"""

import json
import sys
import time
from contextlib import ExitStack, suppress

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

_ENDED = "it ended the kernel"
_TRIES = 3


def main(path: str, folder: str, seconds: float) -> None:
    """Run the notebook in the folder, and print what failed."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    errors = []
    left = 3 * seconds
    with ExitStack() as stack:
        client = start(notebook, folder, stack)
        for number, cell in enumerate(notebook.cells):
            needed = cell.metadata["promote"]["needed"]
            if not needed and left <= 0:
                errors.append({**cell.metadata["promote"], "name": "", "message": "no time was left for it"})
                continue
            client.timeout = None if needed else max(1, int(min(seconds, left)))
            began = time.monotonic()
            problem = run(client, cell, number)
            if not needed:
                left -= time.monotonic() - began
            if problem:
                errors.append({**cell.metadata["promote"], **problem})
                if needed or problem["message"] == _ENDED:
                    break
    print(json.dumps(errors))  # noqa: T201 - this program's answer


def start(notebook: nbformat.NotebookNode, folder: str, stack: ExitStack) -> NotebookClient:
    """Start a kernel. It dies where another process takes one of its ports first, so it has more than one try."""
    for _ in range(_TRIES - 1):
        client = client_of(notebook, folder)
        with suppress(RuntimeError):
            stack.enter_context(client.setup_kernel())
            return client
    client = client_of(notebook, folder)
    stack.enter_context(client.setup_kernel())
    return client


def client_of(notebook: nbformat.NotebookNode, folder: str) -> NotebookClient:
    """Make what runs the notebook in the folder."""
    return NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        allow_errors=True,
        interrupt_on_timeout=True,
        resources={"metadata": {"path": folder}},
    )


def run(client: NotebookClient, cell: nbformat.NotebookNode, number: int) -> dict[str, str]:
    """Run one piece, and return its error, if any."""
    try:
        client.execute_cell(cell, number)
    except CellTimeoutError:
        return {"name": "", "message": "it took too long"}
    except DeadKernelError:
        return {"name": "", "message": _ENDED}
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            if output["ename"] == "KeyboardInterrupt":
                return {"name": "", "message": "it took too long"}
            return {"name": output["ename"], "message": output["evalue"]}
    return {}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
