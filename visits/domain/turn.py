"""Whose turn it is in a visit, for what, and since when: decided here and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.domain.letter import Kind, kinds_at
from visits.domain.visit import FELL_THROUGH, FIXED, OVER, TOOK_PLACE, State

# So long the assistant leaves a director alone with an invitation.
PATIENCE = timedelta(days=3)


class Task(StrEnum):
    """What can be done next in a visit, the most pressing first; the last three ask nobody."""

    DOUBT = auto()  # an import says that somebody may have died or moved
    NEXT_LOT = auto()  # the tenant may not be approached any more
    HOST = auto()  # whoever was to make the visit cannot
    LETTER = auto()
    POST = auto()  # a letter was made, and is not in the post
    CALL = auto()
    SILENCE = auto()  # written and called often enough
    PLAN = auto()
    FELL_THROUGH = auto()
    HAPPENED = auto()  # the day is past, and nobody said how it went
    TELL = auto()  # the tenant does not know the day, or that it is off
    BOUNCE = auto()
    MAIL = auto()  # a mail could not be sent
    BY_HAND = auto()  # there is no mail server: a person sends it
    ANSWER = auto()
    MAYBE = auto()  # somebody said perhaps or no, and the visit stands
    SAY_YES = auto()
    CONFIRM = auto()  # the director said nothing for days
    NOTE = auto()
    THEMES = auto()
    RELEASE = auto()
    ASSIGN = auto()  # nobody has a promise
    LATE = auto()  # the day of a promise has passed
    PROMISE = auto()
    CLOSE = auto()
    DAY = auto()  # everybody knows the day, and it is still to come
    ELSEWHERE = auto()  # a colleague or a team has a promise, and time for it
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, nobody's without a role; for what, and since when."""

    whose: Role | None
    task: Task
    since: datetime
    letter: Kind | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A visit, as far as it tells whose turn it is; what waits, waits since a moment."""

    state: State
    since: datetime
    doubted: bool = False
    approachable: bool = True
    hosted: bool = True
    said_yes: bool = False
    silent: bool = False
    # The appointment: when it ends, when the calendars were told, and who said what.
    ends_at: datetime | None = None
    asked_at: datetime | None = None
    unanswered: bool = False
    wavers: bool = False
    # Letters, mails, and the answers to them.
    untold: Kind | None = None
    made: frozenset[Kind] = frozenset()
    bounced: datetime | None = None
    failed: datetime | None = None
    unsent: datetime | None = None
    asks: datetime | None = None
    # What comes after the visit.
    noted: bool = False
    drafts: datetime | None = None
    coded: datetime | None = None
    unowned: datetime | None = None
    late: datetime | None = None
    own: datetime | None = None
    assistants: datetime | None = None
    elsewhere: datetime | None = None

    @property
    def owes(self) -> bool:
        """Say whether a tenant still waits for an answer."""
        return any((self.unowned, self.late, self.own, self.assistants, self.elsewhere))


def turns_of(picture: Picture, *, now: datetime, releases: Role = Role.DIRECTOR) -> list[Turn]:
    """List whose turn it is, the most pressing first; nobody's turn comes with its reason.

    Of an insight that has its themes, `releases` is who may give it to the board.
    """
    found = [*on_the_way(picture, now), *in_the_mail(picture), *afterwards(picture, releases)]
    found = found or [Turn(None, why_nobody(picture), picture.since)]
    order = list(Task)
    return sorted(found, key=lambda turn: order.index(turn.task))


def on_the_way(picture: Picture, now: datetime) -> Iterator[Turn]:
    """Give what the state of a visit asks, up to the day itself."""
    state, since = picture.state, picture.since
    if state in OVER | TOOK_PLACE:
        return
    if picture.doubted:
        # Nobody may call a widow for her husband: nothing else before somebody looked.
        yield Turn(Role.ASSISTANT, Task.DOUBT, since)
        return
    if state in FIXED:
        yield from of_appointment(picture, now)
        return
    if state in FELL_THROUGH:
        yield Turn(Role.ASSISTANT, Task.FELL_THROUGH, since)
        yield from of_letters(picture)
        return
    if not picture.approachable:
        yield Turn(Role.ASSISTANT, Task.NEXT_LOT, since)
    elif state is State.DRAWN:
        made = Kind.INVITATION if Kind.INVITATION in picture.made else None
        yield Turn(Role.ASSISTANT, Task.POST if made else Task.LETTER, since, made)
    elif picture.said_yes:
        yield Turn(Role.ASSISTANT, Task.PLAN, since)
    else:
        yield Turn(Role.ASSISTANT, Task.SILENCE if picture.silent else Task.CALL, since)


def of_appointment(picture: Picture, now: datetime) -> Iterator[Turn]:
    """Give what a visit asks that has a day: before it, and once it is past."""
    asked = picture.asked_at or picture.since
    if picture.ends_at is not None and picture.ends_at < now:
        yield Turn(Role.ASSISTANT, Task.HAPPENED, picture.ends_at)
        yield Turn(Role.DIRECTOR, Task.HAPPENED, picture.ends_at)
        return
    yield from of_letters(picture)
    if not picture.hosted:
        yield Turn(Role.ASSISTANT, Task.HOST, picture.since)
    elif picture.state is State.PLANNED and picture.unanswered and not picture.wavers:
        yield Turn(Role.DIRECTOR, Task.SAY_YES, asked)
        if asked + PATIENCE <= now:
            yield Turn(Role.ASSISTANT, Task.CONFIRM, asked)
    elif picture.state is State.PLANNED and not (picture.asks or picture.bounced):
        yield Turn(Role.ASSISTANT, Task.MAYBE, asked)


def of_letters(picture: Picture) -> Iterator[Turn]:
    """Give the letters that fit and lie here, and the news that no tenant heard yet."""
    fit = [kind for kind in kinds_at(picture.state) if kind in picture.made]
    for kind in fit:
        yield Turn(Role.ASSISTANT, Task.POST, picture.since, kind)
    if picture.untold is not None and picture.untold not in fit:
        yield Turn(Role.ASSISTANT, Task.TELL, picture.asked_at or picture.since, picture.untold)


def in_the_mail(picture: Picture) -> Iterator[Turn]:
    """Give what went wrong with mails, and what came back on them."""
    waits = {
        Task.BOUNCE: picture.bounced,
        Task.MAIL: picture.failed,
        Task.BY_HAND: picture.unsent,
        Task.ANSWER: picture.asks,
    }
    for task, since in waits.items():
        if since is not None:
            yield Turn(Role.ASSISTANT, task, since)


def afterwards(picture: Picture, releases: Role) -> Iterator[Turn]:
    """Give what a visit that was made still asks: its note, insights, letter and promises."""
    if picture.state in TOOK_PLACE:
        yield from of_letters(picture)
    for stage, since in ((Stage.DRAFT, picture.drafts), (Stage.CODED, picture.coded)):
        if since is not None:
            whose, task = of_insight(stage, releases)
            yield Turn(whose, task, since)
    promises = (
        (Role.ASSISTANT, Task.ASSIGN, picture.unowned),
        (Role.ASSISTANT, Task.LATE, picture.late),
        (Role.DIRECTOR, Task.PROMISE, picture.own),
        (Role.ASSISTANT, Task.PROMISE, picture.assistants),
    )
    for whose, task, since in promises:
        if since is not None:
            yield Turn(whose, task, since)
    if picture.state is not State.HELD:
        return
    if not picture.noted and picture.hosted:
        yield Turn(Role.DIRECTOR, Task.NOTE, picture.since)
    elif not picture.noted:
        yield Turn(Role.ASSISTANT, Task.HOST, picture.since)
    elif not picture.owes:
        yield Turn(Role.ASSISTANT, Task.CLOSE, picture.since)


def of_insight(stage: Stage, releases: Role) -> tuple[Role, Task]:
    """Give whose turn it is with an insight that waits: for its themes, or to be released."""
    drafted = stage is Stage.DRAFT
    return (Role.ASSISTANT, Task.THEMES) if drafted else (releases, Task.RELEASE)


def why_nobody(picture: Picture) -> Task:
    """Give why it is nobody's turn."""
    if picture.state in FIXED:
        return Task.DAY
    return Task.ELSEWHERE if picture.owes else Task.OVER
