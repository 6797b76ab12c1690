"""Rows that are no data: blank ones, the header once more, totals and footers."""

import re
from collections.abc import Sequence

from visits.formats.tenant.columns import Columns, field_of, normalise
from visits.formats.tenant.outcome import Bound, FileRefusal, FileRefused, Skip
from visits.formats.tenant.table import Cell, is_filled

NO_DATA = frozenset({Skip.BLANK_ROW, Skip.REPEATED_HEADER, Skip.TOTAL_ROW, Skip.FOOTER_ROW})
TOTAL = re.compile(
    r"(?:grand |generaal |algemeen )?(?:sub|eind)?tota+l\w*\b|aantal\b|som\b|sum\b|count\b",
    re.IGNORECASE,
)
COUNT = re.compile(r"[\d.,]+")
FOOTER = re.compile(
    r"afgedrukt|geprint|printed|gemaakt|gegenereerd|generated|einde?\b|end of|pagina|page\b|bron\b|"
    r"peildatum|selectie|datum\b|\*|©",
    re.IGNORECASE,
)
# "Pagina", "1", "van", "3": no more cells than that.
LONGEST_FOOTER = 4
# So many known headers begin another list.
HEADERS = 4
DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")


class NoData:
    """Knows the rows below one header that are no data."""

    def __init__(self, columns: Columns, header: Sequence[Cell]) -> None:
        self.header = [normalise(str(cell)) for cell in header]
        self.fields = _fields(header)
        # What a total or a footer does not have.
        self.telling = [columns.fields[field] for field in ("postcode", "surname")]

    def find(self, row: int, cells: Sequence[Cell]) -> Skip | None:
        """Return why a row is no data, if it is none; FileRefused if another list begins there."""
        if cells and isinstance(cells[0], str) and cells[0].isdigit():
            return None
        filled = [cell for cell in cells if cell and is_filled(cell)]
        if not filled:
            return Skip.BLANK_ROW
        first = filled[0].strip() if isinstance(filled[0], str) else ""
        if not first or first.isdigit():
            # A day alone in a workbook says when a list was made.
            return Skip.FOOTER_ROW if not first and len(filled) == 1 else None
        if self._is_header(row, first, cells):
            return Skip.REPEATED_HEADER
        told = any(index < len(cells) and is_filled(cells[index]) for index in self.telling)
        if TOTAL.match(first) and (not told or all(map(_is_count, filled[1:]))):
            return Skip.TOTAL_ROW
        if told:
            return None
        alone = len(filled) == 1 and _is_remark(first)
        short = len(filled) <= LONGEST_FOOTER and FOOTER.match(first)
        return Skip.FOOTER_ROW if alone or short else None

    def _is_header(self, row: int, first: str, cells: Sequence[Cell]) -> bool:
        """Return whether a row is the header once more."""
        pairs = zip(cells, self.header, strict=False)
        known = (word := normalise(first)) and word in self.header
        if known and all(not cell or normalise(str(cell)) == word for cell, word in pairs):
            return True
        fields = _fields(cells) if known or field_of(first) else []
        if len(fields) - fields.count(None) < HEADERS:
            return False
        if all(name in {None, own} for name, own in zip(fields, self.fields, strict=False)):
            return True
        raise FileRefused(FileRefusal.SECOND_HEADER, Bound.PLACE, row)


def _fields(cells: Sequence[Cell]) -> list[str | None]:
    """List the fields that cells name, as those of a header do."""
    return [field_of(str(cell).strip()) for cell in cells]


def _is_remark(text: str) -> bool:
    """Return whether a cell alone in its row is no number that could be a tenant's."""
    if not any(map(str.isdigit, text)) or DAY.fullmatch(text):
        return True
    return " " in text and not text.replace(" ", "").isdigit()


def _is_count(cell: Cell) -> bool:
    """Return whether a cell of a total counts something."""
    return isinstance(cell, str) and bool(COUNT.fullmatch(cell.strip()))
