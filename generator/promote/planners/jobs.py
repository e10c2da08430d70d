"""What a notebook without a model reads, and whether its test can run it."""

import ast
from pathlib import PurePosixPath

from promote.model.plan import DataFile
from promote.model.program import Program
from promote.readers.beside import Beside

_OUTSIDE = frozenset(
    [
        "requests",
        "httpx",
        "urllib",
        "aiohttp",
        "selenium",
        "bs4",
        "openai",
        "anthropic",
        "langchain",
        "langgraph",
        "crewai",
        "smolagents",
        "autogen",
        "autogen_agentchat",
        "google",
        "boto3",
        "psycopg2",
        "pymysql",
        "sqlalchemy",
        "pymongo",
        "langchain_core",
        "langchain_openai",
        "langchain_community",
        "langchain_groq",
        "huggingface_hub",
        "transformers",
        "datasets",
        "dspy",
        "gradio",
        "streamlit",
        "kaggle",
        "scrapy",
        "yfinance",
        "groq",
        "ollama",
        "chromadb",
        "azure",
    ]
)


def job_data(program: Program, beside: Beside) -> tuple[DataFile, ...]:
    """List the literals in calls of readers that name a file."""
    found: dict[str, DataFile] = {}
    for statement in program.statements:
        for node in ast.walk(statement.node):
            literal = _read_literal(node)
            if literal is None or literal in found:
                continue
            name = PurePosixPath(literal.replace("\\", "/")).name or "data"
            found[literal] = DataFile(
                literal=literal,
                setting="data_path" if not found else f"data_path_{len(found) + 1}",
                file_name=name if name not in {each.file_name for each in found.values()} else f"{len(found)}-{name}",
                found=beside.find(literal),
                cell=statement.cell,
                line=statement.line,
            )
    return tuple(found.values())


def why_not_run(program: Program, data: tuple[DataFile, ...], imported: frozenset[str]) -> str:
    """The reason why a test cannot run the job, in words that follow a colon; empty if it can."""
    missing = [each.file_name for each in data if not each.found]
    if missing:
        return f"its data ({', '.join(missing)}) was not found"
    outside = sorted({module.split(".")[0] for module in imported} & _OUTSIDE)
    if outside:
        return f"it talks to the world outside ({', '.join(outside)})"
    if program.unparsable:
        return "a cell of the notebook is not valid Python"
    calls = {
        node.func.id
        for s in program.statements
        for node in ast.walk(s.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if "input" in calls:
        return "it asks a person for input"
    return ""


def _read_literal(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr=attr) | ast.Name(id=attr), args=[ast.Constant(value=str(text)), *_]) if (
            (attr.startswith("read_") or attr in {"loadtxt", "genfromtxt"}) and "\n" not in text and "." in text
        ):
            return text
        case _:
            return None
