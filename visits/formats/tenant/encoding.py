"""Which encoding a text is in: by its mark, by what it can be, or by the names that come of it."""

import codecs
import re
from collections import Counter

from visits.formats.tenant.outcome import FileRefusal, FileRefused

# PDF, PNG, JPEG, GIF, gzip, 7-zip, RAR: files with a name of their own and a mistake in ours.
MAGIC = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
)  # fmt: skip
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_IN_TEXT = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))
# Windows, Excel for Mac "CSV (Macintosh)", Excel "CSV (MS-DOS)" here and in America.
EIGHT_BITS = ("cp1252", "mac_roman", "cp850", "cp437")
# A word with a letter of its own: what a name is made of, between whatever parts names.
WORD = re.compile(rb"[A-Za-z\x80-\xff']*[\x80-\xff][A-Za-z\x80-\xff']*")
PARTS = re.compile("['’‘–—]")
# Letters beside a to z in the names of people here, and those that nearly nobody has.
SELDOM = frozenset("àìòùæœÿõ")
LETTERS = SELDOM | set("áâäãåçčćéèêëěęğíîïıłñńóôöøőřśšşúûüůűýžźżß")
SHOWN = 3


def find_encodings(data: bytes) -> list[tuple[str, str]]:
    """List the encodings that a text may be in, each with names as it would have them.

    There is more than one only where a person has to say which names are right.
    """
    marked = (encoding for mark, encoding in MARKS if data.startswith(mark))
    if sure := next(marked, None) or _unmarked_utf16(data[:20_000]):
        return [(sure, "")]
    if is_binary(data):
        raise FileRefused(FileRefusal.BINARY_CONTENT)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_names(set(WORD.findall(data)))
    return [("utf-8", "")]


def is_binary(data: bytes) -> bool:
    """Return whether bytes are no text: a known mark, a zero byte, or control bytes all over."""
    sample = data[:20_000]
    control = len(sample) - len(sample.translate(None, NOT_IN_TEXT))
    zero = b"\0" in data and bool(data.strip(b"\0 \t\r\n"))
    return data.startswith(MAGIC) or zero or control * 50 > len(sample)


def _unmarked_utf16(sample: bytes) -> str | None:
    """Return the kind of UTF-16 of bytes of which every second one is zero, and no other."""
    first, second = sample[::2], sample[1::2]
    for encoding, zeros, others in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        # Not quite every second one: a euro sign has no zero.
        if zeros.count(0) * 10 > len(zeros) * 9 and 0 not in others:
            return encoding
    return None


def _by_names(words: set[bytes]) -> list[tuple[str, str]]:
    """List the eight-bit encodings under which the fewest words are no names that people have."""
    readings: dict[str, list[str]] = {name: [] for name in EIGHT_BITS}
    wrong, seldom = Counter[str](), Counter[str]()
    for word in sorted(words):
        read = {name: word.decode(name, "replace") for name in EIGHT_BITS}
        # A letter alone, or what is no name under any of them, tells nothing.
        if len(word) > 1 and any(map(_may_be_name, read.values())):
            for name, text in read.items():
                readings[name].append(text)
                wrong[name] += not _may_be_name(text)
                seldom[name] += not SELDOM.isdisjoint(text.lower())
    likely = [name for name in EIGHT_BITS if wrong[name] == min(wrong[one] for one in EIGHT_BITS)]
    # One name that nearly nobody has decides nothing, unless Windows, which most use, is without.
    least = min(seldom[name] for name in likely) + (likely[0] != EIGHT_BITS[0])
    found: dict[str, str] = {}
    for name in likely:
        if seldom[name] <= least:
            found.setdefault(", ".join(readings[name]), name)
    return [(name, ", ".join(readings[name][:SHOWN])) for name in found.values()]


def _may_be_name(word: str) -> bool:
    """Return whether a word has letters of names only, and capitals where names have them."""
    parts = [part for part in PARTS.split(word.lstrip("“…").rstrip("”…")) if not part.isascii()]
    return all(
        all(letter.isascii() or letter in LETTERS for letter in part.lower())
        and (part.isupper() or part[:1] + part[1:].lower() == part)
        and part[0] not in "ÃÕ"
        and (len(part) > 2 or not part.islower())
        for part in parts
    )
