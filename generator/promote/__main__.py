"""`python -m promote`, and the entry point of the `promote` command."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from promote import cli

    sys.exit(cli.main())


if __name__ == "__main__":
    main()
