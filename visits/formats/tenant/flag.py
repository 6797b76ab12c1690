"""Yes and no, as people and programs write them."""

from visits.formats.tenant.outcome import Code, Doubt

YES = frozenset({"j", "ja", "y", "yes", "1", "x", "true", "waar"})
NO = frozenset({"n", "nee", "no", "0", "false", "onwaar"})


def read_flag(text: str, codes: set[Code]) -> bool:
    """Return whether a cell says yes; what is unclear is a yes too, and its text is not kept."""
    word = text.lower().strip(" .")
    if not word or word in NO:
        return False
    if word not in YES:
        codes.add(Doubt.UNCLEAR_FLAG)
    return True
