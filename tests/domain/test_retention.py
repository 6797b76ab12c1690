"""How long what we know of people is kept: nothing is forgotten in the list of it."""

import pytest
from sqlalchemy import Table

from visits.domain.retention import IMPERSONAL, PERSONAL
from visits.models import Base


def listed(table: str) -> list[str]:
    """Give the columns of a table that are listed, those with a term first."""
    terms = PERSONAL.get(table, {}).values()
    return [*" ".join(terms).split(), *IMPERSONAL.get(table, "").split()]


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_each_column_falls_under_one_term_or_tells_nothing_of_anybody(table: Table) -> None:
    assert sorted(listed(table.name)) == sorted(column.name for column in table.columns)


def test_no_table_is_listed_that_is_gone() -> None:
    assert PERSONAL.keys() | IMPERSONAL.keys() == Base.metadata.tables.keys()
