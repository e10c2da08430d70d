"""Which names in a piece of code mean variables of its module, and which some function's own.

    def scaled(frame):
        top = frame.max()
        return frame / top * SCALE

Here `frame` and `top` are the function's, and `SCALE` is the module's.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (*_FUNCTIONS, *_COMPREHENSIONS, ast.ClassDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """The names of a tree, by whose they are."""

    of_module: tuple[ast.Name, ...]
    """Nodes that bind or read a variable of the module."""
    own: frozenset[str]
    """Names that functions, classes and comprehensions in it bind for themselves."""


def scoped(tree: ast.AST) -> Scoped:
    """Tell the names of a tree apart."""
    walk = _Walk()
    walk.visit(tree)
    return Scoped(of_module=tuple(walk.of_module), own=frozenset(walk.own))


def bound_by(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Names that statements bind where they stand: imports, functions and classes too."""
    return frozenset(name for node in nodes for name in _bound(node))


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name.split(".")[0]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case _:
            pass
    if not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _bound(child)


@dataclass(slots=True)
class _Walk(ast.NodeVisitor):
    """Responsibility: know, on the way down, which names the functions around have for themselves."""

    of_module: list[ast.Name] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    around: frozenset[str] = frozenset()
    of_class: frozenset[str] = frozenset()
    """Names of the class whose body this is; its methods do not see them."""

    def visit_Name(self, node: ast.Name) -> None:
        if node.id not in self.around | self.of_class:
            self.of_module.append(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._defined(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._defined(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node.args, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for each in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(each)
        bound = bound_by(node.body)
        self.own |= bound
        before, self.of_class = self.of_class, bound
        for each in node.body:
            self.visit(each)
        self.of_class = before

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node)

    def _defined(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for each in [*node.decorator_list, *filter(None, [node.returns])]:
            self.visit(each)
        self._function(node.args, node.body)

    def _comprehension(self, node: ast.AST) -> None:
        generators = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.comprehension)]
        self._within(bound_by([each.target for each in generators]), list(ast.iter_child_nodes(node)), self.of_class)

    def _function(self, arguments: ast.arguments, body: Sequence[ast.AST]) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += filter(None, [arguments.vararg, arguments.kwarg])
        outer = [*arguments.defaults, *filter(None, arguments.kw_defaults)]
        for node in [*outer, *filter(None, (each.annotation for each in every))]:
            self.visit(node)
        shared = {
            name for each in body for node in ast.walk(each) if isinstance(node, ast.Global) for name in node.names
        }
        self._within((bound_by(body) - shared) | {each.arg for each in every}, body, frozenset(), frozenset(shared))

    def _within(
        self,
        bound: frozenset[str],
        body: Sequence[ast.AST],
        of_class: frozenset[str],
        shared: frozenset[str] = frozenset(),
    ) -> None:
        """Go through what stands in a scope."""
        self.own |= bound
        before = self.around, self.of_class
        self.around, self.of_class = (self.around - shared) | bound, of_class
        for each in body:
            self.visit(each)
        self.around, self.of_class = before
