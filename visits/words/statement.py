"""The two papers about the draw in words: the account of one, and the code for the minutes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from visits.domain.draw import Record, grouped, in_fours
from visits.domain.eligibility import Reason
from visits.models.draw import Chain, Draw
from visits.services.draw.fairness import Fairness, farthest
from visits.services.draw.lot import record_of
from visits.words.labels import label
from visits.words.locale import capital, language, show_date, show_month, show_number
from visits.words.people import and_list, share

EIGHTS = 8
HALF = 32


def part(
    head: str,
    *text: str,
    codes: Sequence[str] = (),
    header: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
) -> dict[str, Any]:
    """Give one part of a paper."""
    return {"head": head, "text": text, "codes": codes, "header": header, "rows": rows}


def paper(title: str, name: str, lead: Sequence[str], parts: Sequence[Any]) -> dict[str, Any]:
    """Give a whole paper; the name of the association stands below each page."""
    return {"title": title, "lang": language(), "foot": name, "lead": lead, "parts": parts}


def long_code(code: str) -> list[str]:
    """Give a whole code on two lines, in groups of eight."""
    return [grouped(code[start : start + HALF], EIGHTS) for start in range(0, len(code), HALF)]


def rule(years: int) -> str:
    """Give the rule of the draw in one sentence."""
    return str(
        gettext(
            "Each month we draw lots among all tenants who have rented from us for at least "
            "%(years)s years. A district that has already had its fair share of the visits sits "
            "that month out.",
            years=years,
        )
    )


def anchor_statement(chain: Chain, draws: Sequence[Draw], *, name: str) -> dict[str, Any]:
    """Give the page with the code that belongs in the minutes, and the codes of the draws so far.

    Whoever keeps it can check the files of any of those draws: nothing else needs to be kept.
    """
    codes = part(
        gettext("The control codes of the draws so far"),
        gettext("Keep them. The files of a draw must have the code that stands here."),
        header=[gettext("Month"), gettext("Control code")],
        rows=[[capital(show_month(draw.period)), in_fours(draw.control_code)] for draw in draws],
    )
    return paper(
        gettext("Put this code in the minutes before the first draw"),
        name,
        [
            gettext(
                "All draws of a hundred years hang on this code. Nobody can change them afterwards."
            )
        ],
        [
            part(gettext("The code"), codes=long_code(chain.anchor)),
            part(
                gettext("Sentence for the minutes"),
                gettext(
                    "“The board has taken note of the control code of the draw of tenant visits. "
                    "The first eight characters are %(start)s, the last eight are %(end)s.”",
                    start=chain.anchor[:EIGHTS],
                    end=chain.anchor[-EIGHTS:],
                ),
            ),
            part(
                gettext("Why this is needed"),
                gettext(
                    "Does the code stand in the minutes before the first draw? Then nobody can "
                    "choose who is drawn afterwards: not the director, not the assistant and not "
                    "who keeps the computer."
                ),
                gettext(
                    "Each draw shows a seed of its own. SHA-256 of the seed of draw 1 is this "
                    "code; of draw 2 one counts twice, and so on. Anybody can do that again."
                ),
            ),
            *([codes] if draws else []),
        ],
    )


def draw_statement(
    draw: Draw,
    fairness: list[Fairness],
    excluded: list[tuple[Reason, int]],
    *,
    waited: float,
    name: str,
) -> dict[str, Any]:
    """Give the account of one draw: the rule, who took part, who did not, and the codes."""
    record = record_of(draw)
    left = sum(count for _, count in excluded)
    return paper(
        gettext("Account of the draw of %(month)s", month=show_month(draw.period)),
        name,
        [rule(int(record["rules"]["min_years"])), *circumstances(draw)],
        [
            part(
                gettext("Who took part"),
                ngettext(
                    "%(eligible)s tenants could be drawn, in the one district there is.",
                    "%(eligible)s tenants could be drawn, in %(num)s districts.",
                    len(record["lots"]),
                    eligible=show_number(draw.eligible),
                ),
                gettext("Taking part: %(districts)s.", districts=and_list(record["allowed"])),
            ),
            part(
                gettext("Visits beside the fair share, before this draw"),
                *evenness(fairness, waited),
                header=[gettext("District"), gettext("Tenants"), gettext("Visits"),
                        gettext("Fair share")],
                rows=[
                    [row.district, show_number(row.tenants), str(row.visits), share(row.fair)]
                    for row in fairness
                ],
            ),
            part(
                gettext("Who was not in the draw"),
                gettext("%(left)s of the %(all)s tenants on the list", left=show_number(left),
                        all=show_number(left + draw.eligible)) + ".",
                header=[gettext("Reason"), gettext("Tenants")],
                rows=[
                    [reason_against(reason, record), show_number(count)]
                    for reason, count in excluded
                ],
            ),
            control(draw),
        ],
    )  # fmt: skip


def evenness(fairness: list[Fairness], waited: float) -> list[str]:
    """Say in two figures how evenly the visits are spread, if there is anything to compare."""
    if len(fairness) < 2 or not any(row.visits for row in fairness):
        return []
    return [
        gettext(
            "No district is more than %(distance)s visits off its fair "
            "share. The longest wait of a district is %(times)s times what is fair for it, "
            "counted in whole quarters without a visit.",
            distance=share(farthest(fairness)),
            times=share(waited),
        )
    ]


def reason_against(reason: Reason, record: Record) -> str:
    """Give a reason in words, with the number of years where that is the reason."""
    if reason is Reason.TOO_SHORT:
        years = record["rules"]["min_years"]
        return str(gettext("Rents for less than %(years)s years", years=years))
    return str(label(reason))


def circumstances(draw: Draw) -> list[str]:
    """Say what was out of the ordinary at a draw."""
    said = [gettext("Drawn on %(day)s.", day=show_date(draw.drawn_at))]
    if draw.reason:
        said.append(gettext("Drawn by hand: “%(reason)s”", reason=draw.reason))
    if draw.open_promises:
        said.append(
            gettext(
                "At this draw %(count)s promises were still open. We chose to go on.",
                count=draw.open_promises,
            )
        )
    return said


def control(draw: Draw) -> dict[str, Any]:
    """Give the codes of a draw, and how one checks them."""
    record = record_of(draw)
    return part(
        gettext("Control"),
        gettext(
            "This is draw %(number)s, by the rule %(rule)s. SHA-256, counted %(number)s times from "
            "the seed, gives the code that stands in the minutes. The files of the draw and a "
            "program that does it again can be had from the assistant.",
            number=draw.number,
            rule=record["algorithm"],
        ),
        header=[gettext("What"), gettext("Code")],
        rows=[
            [gettext("Control code"), in_fours(draw.control_code)],
            [gettext("Code before"), in_fours(record["previous"]) or "–"],
            [gettext("Seed"), in_fours(record["seed"]) + " …"],
            [gettext("List"), in_fours(record["list_sha256"]) + " …"],
            [gettext("Code in the minutes"), in_fours(record["anchor"]) + " …"],
        ],
    )
