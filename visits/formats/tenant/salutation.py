"""How somebody is addressed, as far as a file says it; never from a first name."""

import re
from functools import lru_cache

from visits.formats.tenant.outcome import Doubt
from visits.formats.tenant.text import folded, words_of

WOMAN = frozenset({
    "v", "vrouw", "mw", "mevr", "mevrouw", "mej", "mejuffrouw", "ms", "mrs", "female"
})  # fmt: skip
MAN = frozenset({"m", "man", "hr", "dhr", "heer", "meneer", "mr", "male"})
NEUTRAL = frozenset({"x", "mx"})
# A Dutch lawyer's title too: "mevr. mr." is one woman, "mr./mrs." are two people.
LAWYER = re.compile(r"\b(mw|mevr|mevrouw|mej|mejuffrouw)\b\.? mr\b")


@lru_cache(maxsize=1000)
def read_salutation(text: str) -> tuple[str | None, Doubt | None]:
    """Give mw, heer, neutral or nothing; a couple is nobody in particular."""
    words = set(words_of(LAWYER.sub(r"\1", folded(text))))
    woman, man = bool(words & WOMAN), bool(words & MAN)
    if woman and man:
        return None, Doubt.SALUTATION_COUPLE
    if woman or man:
        return "mw" if woman else "heer", None
    return ("neutral" if words & NEUTRAL else None), None
