"""A notebook leaves its host: what it asks of Google Colab means nothing elsewhere.

    from google.colab import drive, files
    drive.mount("/content/drive")
    uploaded = files.upload()
    customers = pd.read_csv(io.BytesIO(uploaded["customers.csv"]))

is `customers = pd.read_csv("customers.csv")`: a file that somebody uploads lies beside the notebook. What uses uploads in another
way stays as it is.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import replace

from promote.model.program import Program, Statement
from promote.passes.names import names_of, root_name
from promote.passes.rewrite import substituted

_HOST = "google.colab"
_BUFFERS = frozenset(["BytesIO", "StringIO"])


def leave_host(program: Program) -> Program:
    """Leave out what only the host can do, and read uploaded files where they lie."""
    trees = [each.node for each in program.statements]
    hosted = _host_names(trees)
    if not hosted:
        return program
    uploads = upload_names(trees)
    kept = [_as_files(each, uploads) for each in program.statements if not _asks_host(each.node, hosted)]
    readers = [each for each in kept if names_of(each.node).uses & uploads]
    if all(_only_tells(each.node) for each in readers):
        kept = [each for each in kept if each not in readers and not _uploads(each.node, hosted)]
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(kept)))


def upload_names(trees: Sequence[ast.AST]) -> frozenset[str]:
    """Names of what somebody uploads: the contents of files, by their names."""
    hosted = _host_names(trees)
    return frozenset(name for tree in trees for node in ast.walk(tree) for name in _uploads(node, hosted))


def as_files(text: str, uploads: frozenset[str]) -> str:
    """Put the name of a file into the place of its uploaded content.

    >>> as_files('read_csv(io.BytesIO(uploaded["a.csv"]))', frozenset({"uploaded"}))
    "read_csv('a.csv')"
    """
    if not any(name in text for name in uploads):
        return text
    try:
        return substituted(text, lambda node: _file(node, uploads))
    except SyntaxError:
        # A piece of a notebook may hold what only IPython reads.
        return text


def _host_names(trees: Iterable[ast.AST]) -> frozenset[str]:
    """Names under which a notebook has parts of its host."""
    return frozenset(
        alias.asname or alias.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == _HOST
        for alias in node.names
    )


def _as_files(statement: Statement, uploads: frozenset[str]) -> Statement:
    text = as_files(statement.text, uploads)
    return statement if text == statement.text else replace(statement, text=text, node=ast.parse(text).body[0])


def _file(node: ast.expr, uploads: frozenset[str]) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[content], keywords=[]) if (
            name in _BUFFERS and node.lineno == node.end_lineno
        ):
            return _uploaded(content, uploads)
        case _:
            return None


def _uploaded(node: ast.expr, uploads: frozenset[str]) -> str | None:
    match node:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str()) as file) if name in uploads:
            return ast.unparse(file)
        case ast.Call(func=ast.Attribute(value=content, attr="decode")):
            return _uploaded(content, uploads)
        case _:
            return None


def _uploads(node: ast.AST, hosted: frozenset[str]) -> tuple[str, ...]:
    """The name that a statement binds to what somebody uploads, if it does."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr="upload")),
        ) if module in hosted:
            return (name,)
        case _:
            return ()


def _asks_host(node: ast.stmt, hosted: frozenset[str]) -> bool:
    """Whether a statement does nothing but ask something of the host."""
    match node:
        case ast.Expr(value=ast.Call(func=function)):
            return root_name(function) in hosted
        case ast.If(body=body, orelse=[]):
            return all(_asks_host(each, hosted) for each in body)
        case _:
            return False


def _only_tells(node: ast.stmt) -> bool:
    """Whether a statement does nothing but show something, each turn of a loop included."""
    match node:
        case ast.Expr():
            return True
        case ast.For(body=body, orelse=[]):
            return all(_only_tells(each) for each in body)
        case _:
            return False
