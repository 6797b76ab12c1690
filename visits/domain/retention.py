"""How long what we know of people is kept: every column of every table, under one term.

A table or a column that is not listed makes a test fail, so that nobody adds one without saying
when it goes. Numbers of accounts, days, counts and codes tell nothing of a tenant by themselves.
"""

from enum import StrEnum, auto

from visits.domain.note import LASTING, PASSING


class Term(StrEnum):
    """What brings personal data to an end; `services/retention.py` holds the deeds."""

    # As long as the tenant is on the list, and the days of the setting after that.
    LISTED = auto()
    # An hour after an attempt to sign in that failed.
    HOUR = auto()
    # Two hours, while a list waits for a yes.
    WAITING = auto()
    # Thirty days: how tenants were before the newest import.
    UNDO = auto()
    # Two weeks after the visit.
    DOOR = auto()
    # Ninety days.
    REFLECTION = auto()
    DRAFT = auto()
    # Two years after the visit; of a promise also until the tenant has had an answer. What was
    # released stays, for nobody can be known by it, until the tenant takes it back.
    STORY = auto()
    # A year after the visit came to an end.
    PAPERS = auto()
    # Two years.
    CONTACT = auto()
    TALK = auto()
    LOG = auto()
    REFUSAL = auto()
    # Two years after the draw: the bare numbers in its list and order.
    DRAW = auto()
    # As soon as it is over.
    BUSY = auto()
    # As long as somebody works here: the administrator changes and closes accounts.
    WORK = auto()


HOUSEHOLD = (
    "external_id contract_no salutation initials prefix surname co_salutation co_initials "
    "co_prefix co_surname street house_number house_letter house_suffix postcode city district "
    "neighbourhood phone mobile email contact_preference tenancy_start tenant_since "
    "do_not_contact sort_name search_text surname_key co_surname_key"
)

PERSONAL: dict[str, dict[Term, str]] = {
    "account": {Term.WORK: "email name password fs_uniquifier language"},
    "promise": {Term.STORY: "what outcome_text handed_to answer_text search_text"},
    "answer": {Term.PAPERS: "sender attendee comment"},
    "appointment": {Term.PAPERS: "remark organizer_email"},
    "attempt": {Term.HOUR: "name address"},
    "audit_line": {Term.LOG: "account_id subject_id detail"},
    "busy_calendar": {Term.WORK: "address etag also"},
    "busy_interval": {Term.BUSY: "starts_at ends_at tentative"},
    "change": {Term.UNDO: f"{HOUSEHOLD} missing_since"},
    "contact": {Term.CONTACT: "at channel result later_from"},
    "draw": {Term.DRAW: "record tenants"},
    "feed": {Term.WORK: "token_hash"},
    "guest": {Term.PAPERS: "email name"},
    "exclusion": {Term.LISTED: "tenant_id reason since until ended_on"},
    "insight": {Term.STORY: "statement quote search_text release_reason"},
    "left_alone": {Term.REFUSAL: "external_id since"},
    "letter": {Term.PAPERS: "subject text paper"},
    "mail": {Term.PAPERS: "recipient subject body calendar"},
    "note": {
        Term.STORY: " ".join([*LASTING, "letter_heard letter_promised search_text"]),
        Term.REFLECTION: " ".join(PASSING),
    },
    "note_draft": {Term.DRAFT: "fields"},
    "staged_row": {Term.WAITING: "external_id"},
    "staged_tenant": {Term.WAITING: HOUSEHOLD},
    "step": {Term.PAPERS: "reason"},
    "talk": {Term.TALK: "account_id"},
    "team": {Term.WORK: "email"},
    "tenant": {Term.LISTED: f"{HOUSEHOLD} opted_out_on visited_on missing_since"},
    "withdrawal": {Term.LOG: "who"},
    "visit": {
        Term.STORY: "tenant_id",
        Term.DRAW: "external_id",
        Term.DOOR: "door",
    },
}

IMPERSONAL: dict[str, str] = {
    "account": "id active team_id created_at",
    "account_role": "account_id name",
    "promise": "id visit_id insight_id owner_id team_id promised_by promised_on due progress "
    "outcome watch_id board_line answered_on answer_channel answered_by no_answer_wanted made_at",
    "answer": "id appointment_id received_at account_id sha256 outcome reason partstat sequence "
    "stamp proposed_start proposed_end waiting decided_at decided_by accepted",
    "appointment": "id visit_id uid sequence starts_at ends_at tentative told_sequence "
    "known_at cancelled_at created_at modified_at",
    "attempt": "id at",
    "audit_line": "id at deed subject",
    "sent_form": "key at",
    "batch": "id file_name state whole counts columns dropped_columns notices account_id made_at "
    "stored_at seen heard_at",
    "board_count": "year code visits",
    "board_promise": "promise_id closed shown_as answered late worded",
    "board_row": "id insight_id closed subject period theme quote kind place words rank sensitive",
    "busy_calendar": "account_id read_at read_until warnings trouble left_out",
    "busy_interval": "id account_id",
    "chain": "id root anchor made_at",
    "change": "id batch_id source changed_at",
    "choice": "name value changed_at",
    "closed_period": "period smallest_group visits closed_at coverage promises_since talks",
    "contact": "id visit_id account_id",
    "draw": "number period control_code eligible excluded drawn_at drawn_by reason open_promises "
    "lapsed_at lapse_reason deleted_on",
    "edition": "id report_id number sha256 content facts made_at replaced_at",
    "feed": "account_id with_invited made_at",
    "guest": "id appointment_id account_id role partstat answered_stamp unreached_at",
    "handout": "id edition_id account_id way at",
    "heard": "insight_id earlier_id",
    "exclusion": "id account_id",
    "insight": "id ref visit_id talk_id kind important stage period "
    "merged_into team_id made_at coded_by released_at released_by",
    "insight_theme": "insight_id position code was",
    "job_run": "name ran_at good_at",
    "left_alone": "erased_on",
    "letter": "id visit_id kind large changed_at sent_at account_id",
    "logo": "id kind picture changed_at",
    "mail": "id message_id role method sequence appointment_id report_id made_at sent_at "
    "attempts try_after failure fleeting language",
    "mailbox": "place last_uid",
    "mapping": "signature columns changed_at",
    "note": "id visit_id account_id read_back felt permission version finished_at changed_at",
    "note_draft": "id visit_id account_id version window saved_at",
    "note_permission": "id note_id level wording at account_id",
    "outcome_line": "number draw_number lot entry at account_number detail code",
    "report": "id kind period made_at made_by",
    "staged_row": "id batch_id row outcome codes",
    "staged_tenant": "id batch_id",
    "step": "id visit_id state_from state_to at account_id taken_back",
    "talk": "id source permission on made_at",
    "team": "id name",
    "tenant": "id since_source source changed_at batch_id",
    "theme": "code parent name_nl name_en sensitive position added_on merged_into guid",
    "theme_proposal": "id parent name_nl name_en verdict account_id made_at",
    "withdrawal": "id token at kind detail",
    "visit": "id draw_number lot district tenure_band state state_since called_at seen_at "
    "checked_at checked_by doubts letter_sent_on proposed_at said_yes_at not_now_until host_id "
    "held_on minutes note_not_wished words_gone",
}
