"""A note in words: what it says, and the question whether a sensitive word in it is needed."""

import re
from collections.abc import Mapping, Sequence

from flask_babel import gettext

from visits.domain.note import FIELDS, NAMES
from visits.domain.privacy import sensitive_words
from visits.models.note import Note
from visits.words.labels import label

NARRATIVE = re.compile(rf"^(?:{'|'.join(NAMES)})$|-(?:statement|quote|what)$")


def told_in(note: Note) -> list[tuple[str, str]]:
    """List what was written down, each text under its label; the first one is the headline."""
    texts = [(gettext(field.label), getattr(note, field.name)) for field in FIELDS[1:]]
    chosen = [
        (gettext("Summed up and agreed"), note.read_back),
        (gettext("How did the tenant find the conversation?"), note.felt),
    ]
    texts += [(name, str(label(one))) for name, one in chosen if one]
    return [(name, text) for name, text in texts if text]


def care(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Ask of each field with a sensitive word whether it is needed; nothing of it is kept."""
    found = {name: words_of(values[0]) for name, values in fields.items() if NARRATIVE.search(name)}
    return {
        name: gettext(
            "Is %(words)s needed? Rather write down what the house or the neighbourhood needs.",
            words=words,
        )
        for name, words in found.items()
        if words
    }


def words_of(text: str) -> str:
    """Give the sensitive words of a text, each once, in quotes."""
    found = [text[start:end] for start, end, _ in sensitive_words(text)]
    return ", ".join(f"“{word}”" for word in dict.fromkeys(found))
