"""The words that tell a name from a word: prefixes, titles, towns, words that are surnames too."""

import json
from importlib.resources import files

WORD_LISTS = json.loads(files(__package__).joinpath("words.json").read_text("utf-8"))
PREFIXES = frozenset(WORD_LISTS["prefixes"])
SHORT_TITLES = frozenset(WORD_LISTS["short_titles"])
TITLES = frozenset(WORD_LISTS["titles"]) | SHORT_TITLES
RELATIVES = frozenset(WORD_LISTS["relatives"])
ORDINARY = frozenset(WORD_LISTS["ordinary"])
TOWNS = frozenset(WORD_LISTS["towns"])
FIRST_NAMES = frozenset(WORD_LISTS["first_names"])
SPEAKING = frozenset(WORD_LISTS["speaking"])
NO_NAME = frozenset(WORD_LISTS["no_name"])

ARTICLES = frozenset({"de", "het", "een"})
# "van der", "op den": nobody writes that today but in a name.
OLD_ARTICLES = frozenset({"der", "den"})
# A name may begin with them, and a sentence that names somebody too: "Bij El Amrani".
PREPOSITIONS = frozenset({"aan", "bij", "in", "onder", "op", "over", "tot", "uit", "van", "voor"})
# What may stand between a first name and a surname.
BETWEEN = PREFIXES - PREPOSITIONS - {"het"} | {"van"}
# "Th." and its like are one initial.
INITIALS = frozenset("abcdefghijklmnopqrstuvwxyz") | {"ch", "chr", "ij", "joh", "ph", "th"}
