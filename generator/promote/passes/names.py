"""What each statement binds, reads, and changes in place."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from promote.knowledge.methods import CHANGES_RECEIVER
from promote.model.program import Names, Program

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a function of the notebook changes whenever it is called."""

    parameters: tuple[str, ...]
    changed: frozenset[str]
    """Parameters that it changes in place."""
    others: frozenset[str]
    """Variables of the notebook that it changes or binds, though nobody gives them to it."""


def find_names(program: Program) -> Program:
    """Fill in `Statement.names`, following calls of the notebook's own functions that change something."""
    changers: dict[str, Effects] = {}
    imported = frozenset(name for each in program.statements for name in _imported(each.node))
    aliases: dict[str, frozenset[str]] = {}
    statements = []
    for statement in program.statements:
        if isinstance(statement.node, ast.FunctionDef):
            changers[statement.node.name] = effects_of(statement.node, changers)
        names = names_of(statement.node, changers)
        # `xgb.train(…)` is a function of a module, whatever a method of this name would do.
        names = replace(names, mutates=names.mutates - imported)
        shared = frozenset(other for name in names.mutates for other in aliases.get(name, frozenset()))
        statements.append(replace(statement, names=replace(names, mutates=names.mutates | shared)))
        _follow_aliases(statement.node, names, aliases)
    return replace(program, statements=tuple(statements))


def _imported(node: ast.stmt) -> list[str]:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return []
    return [alias.asname or alias.name.split(".")[0] for alias in node.names]


def _follow_aliases(node: ast.stmt, names: Names, aliases: dict[str, frozenset[str]]) -> None:
    """Keep track of `b = a`: what changes one changes the other, until either is bound anew."""
    for name in names.defines:
        for other in aliases.pop(name, frozenset()):
            aliases[other] = aliases.get(other, frozenset()) - {name}
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=origin)) if name != origin:
            group = aliases.get(origin, frozenset()) | {origin}
            aliases[name] = group
            for other in group:
                aliases[other] = aliases.get(other, frozenset()) | {name}
        case _:
            pass


def names_of(node: ast.AST, changers: Mapping[str, Effects] | None = None) -> Names:
    """Collect the names of one statement or expression. `changers` maps a function to what its calls change."""
    collector = _Collector(changers or {})
    collector.visit(node)
    return Names(
        defines=frozenset(collector.defines),
        uses=frozenset(collector.uses | collector.mutates),
        mutates=frozenset(collector.mutates),
    )


def effects_of(function: ast.FunctionDef, changers: Mapping[str, Effects] | None = None) -> Effects:
    """Find what a function changes, as far as its own body and the functions in `changers` tell."""
    arguments = function.args
    parameters = tuple(each.arg for each in [*arguments.posonlyargs, *arguments.args])
    given = {*parameters, *(each.arg for each in arguments.kwonlyargs)}
    given |= {each.arg for each in (arguments.vararg, arguments.kwarg) if each is not None}
    body = [names_of(each, changers) for each in function.body]
    bound = frozenset().union(*(each.defines for each in body))
    declared = declared_global(function)
    rebound: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    for each in body:
        changed |= each.mutates - rebound
        rebound |= each.defines - declared
    return Effects(
        parameters=parameters,
        changed=changed & given,
        others=(bound & declared) | frozenset().union(*(each.mutates for each in body)) - given - (bound - declared),
    )


def declared_global(function: ast.FunctionDef) -> frozenset[str]:
    """Names that a function binds in the notebook, and not for itself."""
    return frozenset(name for each in ast.walk(function) if isinstance(each, ast.Global) for name in each.names)


def called_name(call: ast.Call) -> str:
    """The last part of what a call calls: `fit` in `model.fit(X)`, `SVC` in `svm.SVC()`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def root_name(node: ast.AST) -> str | None:
    """Find the variable at the root of `df`, `df.loc[...]`, `df['a'].str`; `None` for anything else, calls included."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


class _Collector(ast.NodeVisitor):
    """Responsibilities: walk one statement in evaluation order; keep inner scopes' own names out."""

    def __init__(self, changers: Mapping[str, Effects]) -> None:
        self.changers = changers
        self.defines: set[str] = set()
        self.uses: set[str] = set()
        self.mutates: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            # A name bound earlier in the same compound statement is its own, not read from before.
            self.uses.add(node.id)
        else:
            self.defines.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self._bind(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)
            self._bind(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self.uses.add(node.target.id)
        self._bind(node.target)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if not isinstance(target, ast.Name):
                self._bind(target)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute):
            inplace = any(
                keyword.arg == "inplace" and isinstance(keyword.value, ast.Constant) and keyword.value.value
                for keyword in node.keywords
            )
            if inplace or node.func.attr in CHANGES_RECEIVER:
                self._change(node.func.value)
        elif isinstance(node.func, ast.Name) and (effects := self.changers.get(node.func.id)) is not None:
            self._change_by(node, effects)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.defines.add(alias.asname or alias.name.split(".")[0])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.defines.add(alias.asname or alias.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._inner(node.body, node.args)
        self.defines.add(node.name)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._inner(node.body, node.args)
        self.defines.add(node.name)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for base in [*node.bases, *node.decorator_list]:
            self.visit(base)
        self._inner(node.body, None)
        self.defines.add(node.name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._inner([ast.Expr(value=node.body)], node.args)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node.generators, [node.elt])

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node.generators, [node.elt])

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node.generators, [node.elt])

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node.generators, [node.key, node.value])

    def visit_For(self, node: ast.For) -> None:
        self.visit(node.iter)
        self._bind(node.target)
        loop_names = {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
        self._block([*node.body, *node.orelse], loop_names)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.generic_visit(node)
        if node.name:
            self.uses.discard(node.name)

    def _block(self, body: list[ast.stmt], bound: set[str]) -> None:
        """Visit nested statements in order: what one of them binds, the next does not read from before."""
        for statement in body:
            inner = _Collector(self.changers)
            inner.visit(statement)
            self.uses |= inner.uses - bound
            self.mutates |= inner.mutates - bound
            self.defines |= inner.defines
            if isinstance(statement, ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.Import | ast.ImportFrom):
                bound = bound | inner.defines

    def _bind(self, target: ast.expr) -> None:
        match target:
            case ast.Name():
                self.defines.add(target.id)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._bind(part)
            case ast.Starred(value=inner):
                self._bind(inner)
            case _:
                self.generic_visit(target)
                self._change(target)

    def _change_by(self, node: ast.Call, effects: Effects) -> None:
        given = [*zip(effects.parameters, node.args, strict=False), *((each.arg, each.value) for each in node.keywords)]
        for parameter, value in given:
            if parameter in effects.changed:
                self._change(value)
        self.mutates |= effects.others

    def _change(self, node: ast.AST) -> None:
        name = root_name(node)
        if name is not None:
            self.mutates.add(name)

    def _inner(self, body: list[ast.stmt], arguments: ast.arguments | None) -> None:
        inner = _Collector(self.changers)
        own: set[str] = set()
        if arguments is not None:
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            own = {a.arg for a in [*every, *filter(None, [arguments.vararg, arguments.kwarg])]}
            for default in [*arguments.defaults, *filter(None, arguments.kw_defaults)]:
                self.visit(default)
        for statement in body:
            inner.visit(statement)
        self.uses |= inner.uses - inner.defines - own

    def _comprehension(self, generators: list[ast.comprehension], results: list[ast.expr]) -> None:
        inner = _Collector(self.changers)
        for generator in generators:
            inner.visit(generator.iter)
            inner._bind(generator.target)
            for condition in generator.ifs:
                inner.visit(condition)
        for result in results:
            inner.visit(result)
        self.uses |= inner.uses - inner.defines
        self.mutates |= inner.mutates - inner.defines
