"""Functions that run code, or a command, which stands in the value that they are given."""

EVALUATES = frozenset(["eval", "exec", "pandas.eval"])

UNPICKLES = frozenset(
    [
        f"{module}.{function}"
        for module in ("pickle", "cPickle", "dill", "cloudpickle", "marshal", "joblib")
        for function in ("load", "loads")
    ]
    + ["pandas.read_pickle", "torch.load", "yaml.unsafe_load"]
)

STARTS = frozenset(
    ["os.system", "os.popen"]
    + [
        f"subprocess.{function}"
        for function in ("run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput")
    ]
)
