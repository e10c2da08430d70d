"""Hard-coded secret.

A password, a token or a key stands in the notebook as text.

**Why it matters.** Whoever can read the notebook, its copies and its history can use the secret. promote never copies it
into derived code, and blanks it in the copy of the notebook that the project keeps; but where the notebook has been, the
secret has been too.

**What to do.** Revoke the secret. Let the environment give the new one:

```python
api_key = os.environ["SERVICE_API_KEY"]
```
"""

import ast
import math
import re
from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts

_NAMES = re.compile(r"(?i)(passw(or)?d|secret|token|api_?key|access_?key|auth_?key|private_?key|credential)")
_HARMLESS = re.compile(
    r"(?i)(token(s|izer|ize|ized|_?type|_?count|_?ids?|_?limit|_?pattern)$|max_token|n_token|(pad|eos|bos|unk|sep)_token|_(file|path|dir|folder|url|uri|name)$)"
)
_KNOWN = re.compile(
    r"\b(sk-(?:proj-|ant-)?[A-Za-z0-9_\-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|AKIA[0-9A-Z]{16}|hf_[A-Za-z0-9]{30,}"
    r"|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[0-9A-Za-z_\-]{30,}|gsk_[A-Za-z0-9]{30,}|eyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[\w-]+)"
)
_PLACEHOLDER = re.compile(
    r"(?i)^(|your.*|<.*>|\*+|x+|\.+|.*(placeholder|example|changeme|here|todo|dummy|none|test).*|\$\{?\w+\}?)$"
)
_LEAST = 8
_LEAST_BITS = 2.5


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each literal that is a secret by its form, or by the name that it is given."""
    seen: set[Place] = set()
    for statement in facts.program.statements:
        for literal, _ in secrets_in(statement.node):
            place = statement.place_of(literal)
            if place not in seen:
                seen.add(place)
                yield Diagnostic(
                    code="PN101",
                    name="hardcoded-secret",
                    severity=Severity.ERROR,
                    message="a secret stands in the code",
                    hint="revoke it, and read the new one from the environment; it was blanked in the project",
                    place=place,
                )


def secrets_in(node: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    """Find the secrets in a piece of code: the literal and the text of each."""
    for each in ast.walk(node):
        match each:
            case ast.Constant(value=str(text)) if found := _KNOWN.search(text):
                yield each, found[0]
            case ast.Assign(targets=[target], value=ast.Constant(value=str(text)) as value):
                yield from _named(_target_name(target), text, value)
            case ast.keyword(arg=str(name), value=ast.Constant(value=str(text)) as value):
                yield from _named(name, text, value)
            case ast.Dict(keys=keys, values=values):
                for pair in zip(keys, values, strict=True):
                    match pair:
                        case ast.Constant(value=str(name)), ast.Constant(value=str(text)) as literal:
                            yield from _named(name, text, literal)
                        case _:
                            pass
            case _:
                pass


def known_secrets(text: str) -> Iterator[str]:
    """Find in any text what is a secret by its form alone."""
    return (found[0] for found in _KNOWN.finditer(text))


def looks_secret(text: str) -> bool:
    """Whether a text that is called a secret can be one: long, without spaces, with enough variety, no placeholder."""
    if _NAMES.search(text) and text.replace("_", "").isalpha():
        # The name of a column or of a variable, not what it holds.
        return False
    if len(text) < _LEAST or " " in text or _PLACEHOLDER.match(text) or text.startswith(("http://", "https://", "/")):
        return False
    counts = {letter: text.count(letter) for letter in set(text)}
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()) >= _LEAST_BITS


def _named(name: str, text: str, literal: ast.Constant) -> Iterator[tuple[ast.Constant, str]]:
    """Yield a literal that is called a secret and can be one."""
    if _NAMES.search(name) and not _HARMLESS.search(name) and looks_secret(text):
        yield literal, text


def _target_name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""
