"""What somebody of the board with patience can do: read everything, every month, and combine it.

A reading is every page and every file that can be reached on one day. The attacks know what is
public: the rule of the draw, the months that were drawn, the days within which one usually
promises an answer. They are given more than that: the lots of every district at every draw.
"""

import html
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import inf

from pypdf import PdfReader

from tests.client import PageClient
from tests.web.test_board_silence import text_of
from visits.domain.draw import UNIT, Lots, allowed_districts, shares
from visits.domain.month import first_day, period_of, quarter_days, quarter_of
from visits.domain.note import ANSWER_DAYS

LINK = re.compile(r'href="(/[^"#]*)')
ELSEWHERE = re.compile(r"^/(static|logout|taal|privacy)")
ROW_ENDS = re.compile(r"</(?:tr|p|li|h\d|div|dt|caption|text|desc|title|summary|figcaption)>")
CELL_ENDS = re.compile(r"</(?:th|td|dd)>")
HEAD = re.compile(r'<th role="columnheader"[^>]*>')
DOWNLOADED = re.compile(r"<dcterms:\w+[^>]*>[^<]*")  # a workbook is made when it is fetched
TAG = re.compile(r"<[^>]*>")
THEME = re.compile(r"^(.+): in (\d+) van \d+ bezoeken$", re.MULTILINE)
FINAL = re.compile(r"^/rapporten/.")
PAPER = re.compile(r"/loting/(\d{4}-\d\d)/")
WORDS = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf".split()
NUMBER = re.compile(rf"\d+(?:,\d+)?|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
COMES = re.compile(
    r"(?:[0-9a-f]{4} ){3}[0-9a-f]{4}|Controlecode \||Alle lotingen|Eerdere lotingen|efinitief"
    r"|^De controlecodes *$|^van de lotingen tot *$|^nu toe *$|^Nog (?:één|\d+) Toon minder$"
    r"|De controlecodes van de lotingen|Bewaar ze|Maand Controlecode|Bewaar de controlecodes"
)
SIGN = "¶"  # before the head of a column


def plain(page: str) -> str:
    """Give the words of a page, each row of a table and each paragraph on a line of its own."""
    page = CELL_ENDS.sub(" | ", ROW_ENDS.sub("\n", HEAD.sub(SIGN, page.replace("\n", " "))))
    lines = html.unescape(TAG.sub(" ", page)).replace("\xa0", " ").split("\n")
    return "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)


@dataclass(frozen=True)
class Reading:
    """All that could be read on one day, by address."""

    on: date
    pages: dict[str, str] = field(default_factory=dict)

    def lines(self, *words: str) -> Iterator[tuple[str, str]]:
        """Go through the lines with some word in them, each with its address."""
        for address, text in self.pages.items():
            for line in text.splitlines():
                if any(word in line for word in words):
                    yield address, line


def read_all(client: PageClient, on: date) -> Reading:
    """Follow every link from the start page, as far as they lead."""
    reading, waiting = Reading(on), ["/"]
    while waiting:
        address = waiting.pop()
        if address in reading.pages or ELSEWHERE.match(address):
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        assert not {"Last-Modified", "ETag"} & set(answer.headers.keys()), address
        if answer.mimetype == "text/html":
            reading.pages[address] = plain(answer.text)
            waiting += [html.unescape(found) for found in LINK.findall(answer.text)]
        else:
            reading.pages[address] = DOWNLOADED.sub("", text_of(answer.data)) + about(answer.data)
    return reading


def about(file: bytes) -> str:
    """Give what a PDF tells of itself: its days and its title."""
    return f"\n{PdfReader(io.BytesIO(file)).metadata}" if file[:4] == b"%PDF" else ""


def steady(text: str) -> str:
    """Leave out what may come at any time: a draw with its code, and a report that is final."""
    return "\n".join(line for line in text.splitlines() if not COMES.search(line))


def moved(readings: Sequence[Reading]) -> list[tuple[str, str]]:
    """List the addresses that changed, or came or went, within a quarter, with the month.

    A report may come at any time, and never changes afterwards.
    """
    found = []
    for before, after in pairwise(readings):
        alike = before.pages.keys() & after.pages.keys()
        other = before.pages.keys() ^ after.pages.keys()
        one_quarter = quarter_of(before.on) == quarter_of(after.on)
        looked_at = {one for one in alike if one_quarter or FINAL.search(one)}
        changed = {
            one for one in looked_at if steady(before.pages[one]) != steady(after.pages[one])
        }
        if one_quarter:
            changed |= {one for one in other if not FINAL.search(one) and "voor=" not in one}
        found += [(address, period_of(before.on)) for address in sorted(changed)]
    return found


def table_rows(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Go through the rows of all tables of a page, each with the heads of its columns."""
    head: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith(SIGN):
            head = [cell.removeprefix(SIGN).strip() for cell in cells]
        elif len(cells) > 2:
            yield head, cells


def numbers(text: str) -> tuple[float, ...]:
    """List the numbers of a line, also those in words."""
    found = [one.lower() for one in NUMBER.findall(text)]
    return tuple(
        WORDS.index(one) if one in WORDS else float(one.replace(",", ".")) for one in found
    )


# --- months: what counts of periods leave when they are taken from each other


def months_known(counts: Mapping[frozenset[str], int]) -> dict[str, int]:
    """Give the months of which the count follows from counts of periods and their differences."""
    known = dict(counts)
    grown = True
    while grown and len(known) < 3_000:
        grown = False
        for one, other in combinations(list(known), 2):
            small, large = sorted((one, other), key=len)
            if small < large and large - small not in known:
                known[large - small] = known[large] - known[small]
                grown = True
    return {next(iter(part)): count for part, count in known.items() if len(part) == 1 and count}


def between(first: str, last: str, drawn: Sequence[str]) -> frozenset[str]:
    """Give the months of a stretch of time in which something can have happened."""
    return frozenset(month for month in drawn if first <= month <= last)


def counted_from_the_start(
    readings: Sequence[Reading], drawn: Sequence[str], *words: str
) -> dict[frozenset[str], int]:
    """Give what is counted of something since the first draw, up to a day.

    A paper counts until the draw of its month, a page that moves with each visit until it is read,
    and any other page until the quarter began.
    """
    counts: dict[frozenset[str], int] = {}
    live = {address for address, _ in moved(readings)}
    for reading in readings:
        for address, line in reading.lines(*words):
            found, paper = numbers(line), PAPER.search(address)
            begin = reading.on if address in live else quarter_days(quarter_of(reading.on))[0]
            until = period_of((first_day(paper[1]) if paper else begin) - timedelta(days=1))
            if found and (part := between("", until, drawn)):
                counts.setdefault(part, int(found[-1]))
    return counts


# --- districts: the public rule as a filter


Known = Callable[[int, Mapping[str, int]], bool]


def districts_known(lots: Sequence[Lots], known: Known, takes_part: Mapping[int, int]) -> list[str]:
    """Give for each draw the district that it must have led to a visit in; nothing for a doubt.

    `known` says of the visits of each district after so many draws whether that can be, and
    `takes_part` in which draw how many districts took part.
    """
    names = sorted({name for one in lots for name in one})
    owed = [dict.fromkeys(names, 0)]
    for one in lots:
        share = shares(one)
        owed.append({name: owed[-1][name] + share.get(name, 0) for name in names})
    layers: list[set[tuple[int, ...]]] = [{(0,) * len(names)}]
    steps: list[list[tuple[tuple[int, ...], str, tuple[int, ...]]]] = []
    for place, one in enumerate(lots):
        steps.append([])
        for visits in layers[-1]:
            had = dict(zip(names, visits, strict=True))
            balance = {name: owed[place][name] - UNIT * had[name] for name in one}
            allowed = allowed_districts(one, balance)
            if takes_part.get(place, len(allowed)) != len(allowed):
                continue
            for name in allowed:
                after = had | {name: had[name] + 1}
                if known(place + 1, after):
                    steps[-1].append((visits, name, tuple(after.values())))
        layers.append({after for _, _, after in steps[-1]})
    alive, found = layers[-1], []
    for step in reversed(steps):
        can_be = {name for _, name, after in step if after in alive}
        assert can_be, "the truth was filtered out"
        alive = {before for before, _, after in step if after in alive}
        found.append(can_be.pop() if len(can_be) == 1 else "")
    return found[::-1]


def visits_told(
    readings: Sequence[Reading], drawn: Sequence[str], districts: Iterable[str]
) -> dict[int, dict[str, int]]:
    """Give the visits of districts that were read, by the number of draws before them."""
    told: dict[int, dict[str, int]] = defaultdict(dict)
    for reading in readings:
        # The page stands as it did at the first draw of the quarter of the newest draw.
        until = quarter_days(quarter_of(reading.on - timedelta(days=1)))[0]
        draws = sum(first_day(one) < until for one in drawn)
        for head, cells in table_rows(reading.pages.get("/hoe-wij-loten/", "")):
            if cells[0] in districts and "Bezoeken" in head:
                told[draws][cells[0]] = int(cells[head.index("Bezoeken")])
    return told


def places_told(reading: Reading, districts: Iterable[str]) -> set[tuple[str, str]]:
    """Give the years and districts of which a statement is told with its place."""
    found = set()
    for line in reading.pages.get("/wat-we-hoorden.csv", "").splitlines():
        cells = line.split(";")
        found |= {(cells[0][-4:], one) for one in districts if len(cells) > 4 and cells[4] == one}
    return found


def took_part(readings: Sequence[Reading], drawn: Sequence[str]) -> dict[int, int]:
    """Give in which draw how many districts took part, as far as that can be read."""
    found = {}
    for reading in readings:
        for address, line in reading.lines("deden mee", "deed mee"):
            if paper := PAPER.search(address):
                found[drawn.index(paper[1])] = int(numbers(line)[-1])
    return found


# --- order, and days


def order_tells(lists: Iterable[Sequence[int]]) -> tuple[int, int]:
    """Count in how many pairs of a list the earlier visit stands first, and how many pairs."""
    first, pairs = 0, 0
    for one in lists:
        for a, b in combinations(one, 2):
            pairs, first = pairs + (a != b), first + (a < b)
    return first, pairs


def lists_of(reading: Reading, marks: Mapping[str, int]) -> Iterator[list[int]]:
    """Go through the lists of promises, open and closed apart, and of statements, as visits."""
    for address, text in reading.pages.items():
        found: dict[str, list[int]] = defaultdict(list)
        for _, cells in table_rows(text):
            if word_of(cells[0]) in marks and "wat-we-deden" in address:
                found[cells[2]].append(marks[word_of(cells[0])])
        if re.match(r"/wat-we-hoorden/[A-Z]+", address):
            words = [word_of(line) for line in text.splitlines() if "werd gezegd" in line]
            found[address] = [marks[word] for word in words]
        yield from found.values()


def months_of_lines(readings: Sequence[Reading], marks: Mapping[str, int]) -> dict[str, set[str]]:
    """Give the months in which a promise can have been made, by the word of its line.

    A promise is told after its quarter, is mostly due after the usual days, and is late then. Who
    is not late was promised less long ago, if of those that came with it any is.
    """
    usual = timedelta(days=ANSWER_DAYS)
    came: dict[str, date] = {}
    span: dict[str, tuple[date, date]] = {}
    for reading in readings:
        rows = [cells for text in reading.pages.values() for _, cells in table_rows(text)]
        lines = {word_of(cells[0]): cells for cells in rows if word_of(cells[0]) in marks}
        waits = {word for word, cells in lines.items() if cells[2] == "Nog niet"}
        late = {word for word in waits if "te laat" in lines[word][1]}
        came = dict.fromkeys(waits, reading.on) | came
        for word in waits:
            last = quarter_days(quarter_of(came[word]))[0] - timedelta(days=1)
            begin, end = span.get(word, quarter_days(quarter_of(last)))
            if word in late:
                end = min(end, reading.on - usual)
            elif any(came.get(other) == came[word] for other in late):
                begin = max(begin, reading.on - usual)
            span[word] = begin, end
    # Where both cannot be, this one is not due after the usual days.
    return {word: months_in(*days) for word, days in span.items() if days[0] <= days[1]}


def word_of(line: str) -> str:
    """Give the word that a line begins with."""
    return line.partition(" ")[0].lower()


def months_in(begin: date, end: date) -> set[str]:
    """List the months that some days fall in."""
    days = (end - begin).days + 1
    return {period_of(begin + timedelta(days=ahead)) for ahead in range(days)}


# --- cells


def cells_of(reading: Reading, names: Iterable[str]) -> dict[tuple[str, str], int]:
    """Give the counts of visits and people behind some names, by their year or their address."""
    found, wanted = {}, frozenset(names)
    for address, text in reading.pages.items():
        for head, cells in table_rows(text):
            for place in [head.index("Bezoeken")] if "Bezoeken" in head else range(1, len(head)):
                if cells[0] in wanted and cells[place].isdigit():
                    year = head[place] if head[place].isdigit() else address
                    found[year, cells[0]] = int(cells[place])
        for name, count in THEME.findall(text):
            found[address, name] = int(count)
    return found


def small_steps(
    readings: Sequence[Reading], names: Iterable[str], least: int
) -> list[tuple[tuple[str, str], int]]:
    """List the cells below the smallest group, and the differences of one between two readings."""
    names, found = list(names), []
    last: Counter[tuple[str, str]] = Counter()
    for reading in readings:
        for cell, count in cells_of(reading, names).items():
            step = abs(count - last[cell]) if cell in last else inf
            found += [(cell, count)] if 0 < min(count, step) < least else []
            last[cell] = count
    return found
