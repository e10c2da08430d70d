"""Functions that run code, or a command, which stands in the value that they are given."""

_EVALUATES = "read values with `ast.literal_eval`, which runs nothing; take anything else apart by `.str.split`"
_UNPICKLES = "send values as JSON: whoever can choose a pickle can choose the code that it runs"
_STARTS = "do it in Python, or start a fixed command and keep what a caller sends out of it"

RUNS_CODE = {
    **dict.fromkeys(["eval", "exec", "pandas.eval"], _EVALUATES),
    **dict.fromkeys(
        [
            f"{module}.{function}"
            for module in ("pickle", "cPickle", "dill", "cloudpickle", "marshal", "joblib")
            for function in ("load", "loads")
        ]
        + ["pandas.read_pickle", "torch.load", "yaml.unsafe_load"],
        _UNPICKLES,
    ),
    **dict.fromkeys(
        ["os.system", "os.popen"]
        + [
            f"subprocess.{function}"
            for function in ("run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput")
        ],
        _STARTS,
    ),
}
"""Qualified name -> what to do instead."""
