"""Short forms of a row, for what most rows have to say.

The distribution follows from the module that a name begins with.
"""

from promote.knowledge.distributions import DISTRIBUTIONS
from promote.model.api import Api, Rewrite, RewriteKind, Shape

DROPPED = Rewrite(kind=RewriteKind.DROP)


def name_gone(name: str, below: str, instead: str = "", rewrite: Rewrite | None = None) -> Api:
    """A module, class or function that is gone."""
    distribution = _distribution(name)
    return Api(what=name, distribution=distribution, below=below, instead=instead, names=(name,), rewrite=rewrite)


def name_moved(name: str, below: str, to: str) -> Api:
    """Something that is elsewhere now, and does the same there."""
    return name_gone(name, below, to, Rewrite(kind=RewriteKind.NAME, to=to))


def attribute_renamed(name: str, below: str, to: str) -> Api:
    """Something of a module that has another name there now, and does the same."""
    module = name.rpartition(".")[0]
    return name_gone(name, below, f"{module}.{to}", Rewrite(kind=RewriteKind.ATTRIBUTE, to=to))


def keyword_gone(
    names: tuple[str, ...],
    keyword: str,
    below: str,
    *,
    values: tuple[str, ...] = (),
    instead: str = "",
    rewrite: Rewrite | None = None,
) -> Api:
    """An argument, or some of its values, that functions no longer take."""
    return Api(
        what=names[0].rpartition(".")[2] + "(" + keyword + "=" + (values[0] if values else "…") + ")",
        distribution=_distribution(names[0]),
        below=below,
        instead=instead,
        names=names,
        keywords=(keyword,),
        values=values,
        rewrite=rewrite,
    )


def keyword_renamed(names: tuple[str, ...], keyword: str, below: str, to: str) -> Api:
    """An argument that has another name now."""
    return keyword_gone(names, keyword, below, instead=f"{to}=", rewrite=renamed(to))


def value_renamed(names: tuple[str, ...], keyword: str, below: str, *values: str, to: str) -> Api:
    """Values of an argument that are written in another way now."""
    return keyword_gone(names, keyword, below, values=values, instead=to.replace("'", '"'), rewrite=value(to))


def method_gone(method: str, below: str, instead: str = "", *, module: str = "pandas", to: str = "") -> Api:
    """A method or attribute that is gone."""
    return Api(
        what=f".{method}",
        distribution=_distribution(module),
        below=below,
        instead=instead,
        methods=(method,),
        needs=module,
        rewrite=Rewrite(kind=RewriteKind.METHOD, to=to) if to else None,
    )


def method_keyword_gone(
    methods: tuple[str, ...],
    keyword: str,
    below: str,
    *,
    instead: str = "",
    rewrite: Rewrite | None = None,
    module: str = "pandas",
) -> Api:
    """An argument that methods no longer take."""
    return Api(
        what=f".{methods[0]}({keyword}=…)",
        distribution=_distribution(module),
        below=below,
        instead=instead,
        methods=methods,
        keywords=(keyword,),
        needs=module,
        rewrite=rewrite,
    )


def positions_gone(names: tuple[str, ...], positions: int, keywords: tuple[str, ...], below: str) -> Api:
    """Arguments that functions take by their names alone. `keywords` are those names, in their old order."""
    place = ("first", "second", "third", "fourth")[positions]
    shown = [f"`{each}=`" for each in keywords[:2]]
    return Api(
        what=f"`{names[0].rpartition('.')[2]}(…)` with a {place} argument that has no name",
        distribution=_distribution(names[0]),
        below=below,
        instead=f"the name{'s' if len(keywords) > 1 else ''}: {', '.join(shown)}{' …' if len(keywords) > len(shown) else ''}",
        names=names,
        keywords=keywords,
        shape=Shape.POSITIONS,
        positions=positions,
        rewrite=Rewrite(kind=RewriteKind.NAMES),
    )


def value(new: str) -> Rewrite:
    """Another value."""
    return Rewrite(kind=RewriteKind.VALUE, to=new)


def renamed(new: str) -> Rewrite:
    """Another name of the argument."""
    return Rewrite(kind=RewriteKind.KEYWORD, to=new)


def _distribution(name: str) -> str:
    module = name.partition(".")[0]
    return DISTRIBUTIONS.get(module, module)
