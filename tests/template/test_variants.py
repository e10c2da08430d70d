"""The variants that are tested cover every possible pair of choices."""

import yaml

from tests.template.variants import ROWS, generate, read_rows, read_space, recount


def test_every_possible_pair_of_choices_stands_in_a_row() -> None:
    """The recount uses no part of the generator."""
    assert set() == recount(read_space(), read_rows().values())


def test_no_row_is_impossible() -> None:
    """A row that the constraints forbid would test something that nobody can ask for."""
    possible = list(read_space().possible())

    assert [name for name, row in read_rows().items() if row not in possible] == []


def test_committed_rows_are_what_the_choices_make() -> None:
    """After a change of variants.yml: `python -m tests.template.variants`."""
    assert generate(read_space()) == yaml.safe_load(ROWS.read_text())


def test_recount_notices_a_missing_row() -> None:
    """The check itself is checked: without its pinned rows the array is incomplete."""
    space, rows = read_space(), read_rows()
    lost = {name: row for name, row in rows.items() if name != "everything"}

    assert recount(space, list(lost.values())[:3])
