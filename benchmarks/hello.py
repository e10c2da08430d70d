"""The least that a command line made with Typer can be."""

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def hello(name: str = "world") -> None:
    """Greet somebody."""
    typer.echo(f"Hello, {name}")


if __name__ == "__main__":
    app()
