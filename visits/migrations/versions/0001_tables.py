"""All tables, with the first themes and teams.

Written out here and not read from the app: a migration does tomorrow what it does today. Keys,
indexes and checks get their names from the naming convention in `models/base.py`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_tables"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = (
    "drawn approached planned confirmed held closed declined not_now no_reply not_eligible "
    "cancelled_by_tenant cancelled_by_us not_home given_up"
)
ENTRIES = (
    "invited accepted visited lapsed declined not_now no_reply not_eligible put_back drawn taken_up"
)
EXCLUSION_REASONS = "loopt_andere_zaak werkzaamheden verhuist_binnenkort op_verzoek_collega"
PROGRESS = "new assigned running done not_possible handed_over dropped closed"
ANSWERED = "progress <> 'closed' or no_answer_wanted or answered_on is not null"
TABLES = (
    "team account account_role choice logo audit_line sent_form "
    "batch tenant left_alone staged_row staged_tenant change mapping "
    "chain draw outcome_line exclusion "
    "visit step contact letter "
    "appointment guest answer mailbox feed busy_calendar busy_interval "
    "note note_permission note_draft theme theme_proposal talk insight insight_theme heard "
    "promise "
    "closed_period board_count board_row board_promise report edition handout mail"
)


def upgrade() -> None:
    """Bring the tables to this version."""
    make_accounts()
    make_tenants()
    make_draws()
    make_visits()
    make_appointments()
    make_journal()
    make_board()
    add_first_teams()
    add_first_themes()


def downgrade() -> None:
    """Take everything away again, what points to another table first."""
    for table in reversed(TABLES.split()):
        op.drop_table(table)


def make_accounts() -> None:
    """Make the tables of who signs in, what the association chose, and who did what."""
    op.create_table(
        "team",
        own_id(),
        required("name", sa.String(80), unique=True),
        required("email", sa.String(254)),
    )
    op.create_table(
        "account",
        own_id(),
        required("email", sa.String(254), unique=True),
        required("name", sa.String(120)),
        required("password", sa.String(255)),
        required("active", sa.Boolean()),
        required("fs_uniquifier", sa.String(64), unique=True),
        sa.Column("language", sa.String(2)),
        link("team_id", "team.id"),
        required("failed_sign_ins", sa.Integer()),
        sa.Column("locked_until", MOMENT),
        required("created_at", MOMENT),
    )
    op.create_table(
        "account_role",
        cascade("account_id", "account.id", primary_key=True),
        sa.Column("name", word("role", "director assistant board staff admin"), primary_key=True),
    )
    op.create_table(
        "choice",
        sa.Column("name", sa.String(60), primary_key=True),
        required("value", sa.JSON()),
        required("changed_at", MOMENT),
    )
    op.create_table(
        "logo",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        required("kind", sa.String(4)),
        required("picture", sa.LargeBinary()),
        required("changed_at", MOMENT),
        sa.CheckConstraint("id = 1", name="only_one"),
    )
    op.create_table(
        "audit_line",
        own_id(),
        required("at", MOMENT, index=True),
        account("account_id"),
        required("deed", sa.String(60)),
        required("subject", sa.String(40)),
        required("subject_id", sa.String(40)),
        required("detail", sa.JSON()),
        sa.Index("ix_audit_line_subject", "subject", "subject_id"),
    )
    op.create_table(
        "sent_form",
        sa.Column("key", sa.String(64), primary_key=True),
        required("at", MOMENT, index=True),
    )


def make_tenants() -> None:
    """Make the tables of tenants, and of the files they came in."""
    op.create_table(
        "batch",
        own_id(),
        required("file_name", sa.String(200)),
        required("state", word("batch_state", "reading staged stored undone cancelled")),
        required("whole", sa.Boolean()),
        required("counts", sa.JSON()),
        required("columns", sa.JSON()),
        required("dropped_columns", sa.JSON()),
        required("notices", sa.JSON()),
        account("account_id"),
        required("made_at", MOMENT),
        sa.Column("stored_at", MOMENT),
    )
    op.create_table(
        "tenant",
        own_id(),
        *tenant_columns(),
        required("since_source", word("since_source", "import hand")),
        sa.Column("opted_out_on", sa.Date()),
        sa.Column("visited_on", sa.Date()),
        sa.Column("missing_since", sa.Date(), index=True),
        required("source", word("source", "import hand")),
        required("changed_at", MOMENT),
        link("batch_id", "batch.id", index=True),
        sa.CheckConstraint("house_number between 1 and 99999", name="house_number"),
        sa.UniqueConstraint("external_id"),
        sa.Index("ix_tenant_address", "postcode", "house_number"),
        sa.Index("ix_tenant_co_surname_key", "co_surname_key"),
        sa.Index("ix_tenant_sort_name", "sort_name"),
        sa.Index("ix_tenant_surname_key", "surname_key"),
    )
    op.create_table(
        "left_alone",
        sa.Column("external_id", sa.String(32), primary_key=True),
        required("since", sa.Date()),
        required("erased_on", sa.Date()),
    )
    op.create_table(
        "staged_row",
        own_id(),
        cascade("batch_id", "batch.id", index=True),
        required("row", sa.Integer()),
        required("outcome", sa.String(20)),
        required("codes", sa.JSON()),
        sa.Column("external_id", sa.String(32)),
        sa.UniqueConstraint("batch_id", "row"),
    )
    op.create_table(
        "staged_tenant",
        own_id(),
        cascade("batch_id", "batch.id"),
        *tenant_columns(),
        sa.UniqueConstraint("batch_id", "external_id"),
    )
    op.create_table(
        "change",
        own_id(),
        cascade("batch_id", "batch.id"),
        *tenant_columns(),
        sa.Column("missing_since", sa.Date()),
        required("source", word("change_source", "import hand")),
        required("changed_at", MOMENT),
        sa.UniqueConstraint("batch_id", "external_id"),
    )
    op.create_table(
        "mapping",
        sa.Column("signature", sa.String(64), primary_key=True),
        required("columns", sa.JSON()),
        required("changed_at", MOMENT),
    )


def tenant_columns() -> tuple[sa.Column, ...]:
    """Give what a file says about a tenant: new columns for each table that holds it."""
    return (
        required("external_id", sa.String(32)),
        sa.Column("contract_no", sa.String(40)),
        sa.Column("salutation", sa.String(8)),
        sa.Column("initials", sa.String(20)),
        sa.Column("prefix", sa.String(30)),
        required("surname", sa.String(120)),
        sa.Column("co_salutation", sa.String(8)),
        sa.Column("co_initials", sa.String(20)),
        sa.Column("co_prefix", sa.String(30)),
        sa.Column("co_surname", sa.String(120)),
        required("street", sa.String(120)),
        required("house_number", sa.Integer()),
        sa.Column("house_letter", sa.String(1)),
        sa.Column("house_suffix", sa.String(8)),
        required("postcode", sa.String(7)),
        required("city", sa.String(80)),
        sa.Column("district", sa.String(80)),
        sa.Column("neighbourhood", sa.String(80)),
        sa.Column("phone", sa.String(20)),
        sa.Column("mobile", sa.String(20)),
        sa.Column("email", sa.String(254)),
        sa.Column("contact_preference", sa.String(8)),
        sa.Column("tenancy_start", sa.Date()),
        sa.Column("tenant_since", sa.Date()),
        required("do_not_contact", sa.Boolean()),
        required("sort_name", sa.String(190)),
        required("search_text", sa.String(600)),
        required("surname_key", sa.String(120)),
        required("co_surname_key", sa.String(120)),
    )


def make_draws() -> None:
    """Make the tables of the draws, how they went, and who is left out for a while."""
    op.create_table(
        "chain",
        own_id(),
        required("root", sa.String(64)),
        required("anchor", sa.String(64)),
        required("made_at", MOMENT),
        sa.CheckConstraint("id = 1", name="only_one"),
    )
    op.create_table(
        "draw",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        required("period", sa.String(7), unique=True),
        required("record", sa.Text()),
        required("control_code", sa.String(64), unique=True),
        required("tenants", sa.LargeBinary()),
        required("eligible", sa.Integer()),
        required("excluded", sa.JSON()),
        required("drawn_at", MOMENT),
        account("drawn_by"),
        required("reason", sa.String(140)),
        sa.Column("open_promises", sa.Integer()),
        sa.Column("lapsed_at", MOMENT),
        required("lapse_reason", sa.String(140)),
        sa.Column("deleted_on", sa.Date()),
    )
    op.create_table(
        "outcome_line",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        required("draw_number", sa.Integer(), index=True),
        required("lot", sa.Integer()),
        required("entry", word("entry", ENTRIES)),
        required("at", MOMENT),
        sa.Column("account_number", sa.Integer()),
        required("detail", sa.String(64)),
        required("code", sa.String(64), unique=True),
    )
    op.create_table(
        "exclusion",
        own_id(),
        cascade("tenant_id", "tenant.id", index=True),
        required("reason", word("exclusion_reason", EXCLUSION_REASONS)),
        required("since", sa.Date()),
        required("until", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        account("account_id"),
        sa.CheckConstraint("until > since", name="ends"),
    )


def make_visits() -> None:
    """Make the tables of visits, their steps and their letters."""
    op.create_table(
        "visit",
        own_id(),
        required("draw_number", sa.Integer(), sa.ForeignKey("draw.number")),
        required("lot", sa.Integer()),
        link("tenant_id", "tenant.id", index=True),
        sa.Column("external_id", sa.String(32), index=True),
        required("district", sa.String(80)),
        required("tenure_band", sa.String(8)),
        required("state", word("visit_state", STATES)),
        required("state_since", MOMENT),
        sa.Column("called_at", MOMENT),
        required("seen_at", MOMENT),
        sa.Column("checked_at", MOMENT),
        account("checked_by"),
        required("doubts", sa.JSON()),
        sa.Column("letter_sent_on", sa.Date()),
        sa.Column("proposed_at", MOMENT),
        sa.Column("said_yes_at", MOMENT),
        sa.Column("not_now_until", sa.Date()),
        account("host_id"),
        required("door", sa.String(500)),
        sa.Column("held_on", sa.Date(), index=True),
        sa.Column("minutes", sa.Integer()),
        required("note_not_wished", sa.Boolean()),
        sa.UniqueConstraint("draw_number", "lot"),
        sa.Index("ix_visit_state_held_on", "state", "held_on"),
    )
    op.create_table(
        "step",
        own_id(),
        cascade("visit_id", "visit.id", index=True),
        sa.Column("state_from", word("step_from", STATES)),
        required("state_to", word("step_to", STATES)),
        required("at", MOMENT),
        account("account_id"),
        required("reason", sa.String(140)),
        required("taken_back", sa.Boolean()),
    )
    op.create_table(
        "contact",
        own_id(),
        cascade("visit_id", "visit.id", index=True),
        required("at", MOMENT),
        required("channel", word("channel", "phone letter door")),
        sa.Column("result", word("result", "yes later no not_reached wrong_number not_now")),
        sa.Column("later_from", sa.Date()),
        account("account_id"),
    )
    op.create_table(
        "letter",
        own_id(),
        cascade("visit_id", "visit.id", index=True),
        required("kind", word("letter_kind", "invitation confirmation moved cancelled after")),
        required("subject", sa.String(120)),
        required("text", sa.Text()),
        required("large", sa.Boolean()),
        required("changed_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        account("account_id"),
        sa.Column("paper", sa.LargeBinary()),
        one_open("uq_letter_open", "visit_id", "kind", until="sent_at"),
    )


def make_appointments() -> None:
    """Make the tables of appointments, guests, their answers, and when a director is busy."""
    op.create_table(
        "appointment",
        own_id(),
        cascade("visit_id", "visit.id", index=True),
        required("uid", sa.String(255), unique=True),
        required("sequence", sa.Integer()),
        required("starts_at", MOMENT, index=True),
        required("ends_at", MOMENT),
        required("tentative", sa.Boolean()),
        required("remark", sa.String(200)),
        required("organizer_email", sa.String(254)),
        sa.Column("told_sequence", sa.Integer()),
        sa.Column("known_at", MOMENT),
        sa.Column("cancelled_at", MOMENT),
        required("created_at", MOMENT),
        required("modified_at", MOMENT),
        sa.CheckConstraint("ends_at > starts_at", name="lasts"),
        sa.CheckConstraint("sequence >= 0", name="sequence"),
        one_open("uq_appointment_open", "visit_id", until="cancelled_at"),
    )
    op.create_table(
        "guest",
        own_id(),
        cascade("appointment_id", "appointment.id", index=True),
        account("account_id"),
        required("email", sa.String(254)),
        required("name", sa.String(120)),
        required("role", word("guest_role", "host companion tenant")),
        required("partstat", word("partstat", "NEEDS-ACTION ACCEPTED DECLINED TENTATIVE")),
        sa.Column("answered_stamp", MOMENT),
        sa.Column("unreached_at", MOMENT),
        sa.UniqueConstraint("appointment_id", "email"),
    )
    op.create_table(
        "answer",
        own_id(),
        cascade("appointment_id", "appointment.id", nullable=True, index=True),
        required("received_at", MOMENT),
        account("account_id"),
        required("sha256", sa.String(64)),
        required("outcome", sa.String(20)),
        sa.Column("reason", sa.String(40)),
        sa.Column("sender", sa.String(254)),
        sa.Column("attendee", sa.String(254)),
        sa.Column("partstat", sa.String(20)),
        sa.Column("sequence", sa.Integer()),
        sa.Column("stamp", MOMENT),
        sa.Column("comment", sa.String(500)),
        sa.Column("proposed_start", MOMENT),
        sa.Column("proposed_end", MOMENT),
        required("waiting", sa.Boolean(), index=True),
        sa.Column("decided_at", MOMENT),
        account("decided_by"),
        sa.Column("accepted", sa.Boolean()),
    )
    op.create_table(
        "mailbox",
        required("place", sa.String(255), primary_key=True),
        required("last_uid", sa.BigInteger()),
    )
    op.create_table(
        "feed",
        cascade("account_id", "account.id", primary_key=True),
        required("token_hash", sa.String(64), unique=True),
        required("with_invited", sa.Boolean()),
        required("made_at", MOMENT),
    )
    op.create_table(
        "busy_calendar",
        cascade("account_id", "account.id", primary_key=True),
        required("address", sa.String(1000)),
        required("etag", sa.String(200)),
        sa.Column("read_at", MOMENT),
        sa.Column("read_until", MOMENT),
        required("also", sa.String(500)),
        required("warnings", sa.String(100)),
        required("trouble", sa.String(40)),
        required("left_out", sa.Integer()),
    )
    op.create_table(
        "busy_interval",
        own_id(),
        cascade("account_id", "busy_calendar.account_id", index=True),
        required("starts_at", MOMENT),
        required("ends_at", MOMENT),
        required("tentative", sa.Boolean()),
        sa.CheckConstraint("ends_at > starts_at", name="lasts"),
    )


def make_journal() -> None:
    """Make the tables of notes, talks, insights with their themes, and promises."""
    op.create_table(
        "note",
        own_id(),
        cascade("visit_id", "visit.id", unique=True),
        account("account_id"),
        required("one_line", sa.Text()),
        required("home_words", sa.JSON()),
        required("then_now", sa.Text()),
        required("goes_well", sa.Text()),
        required("services", sa.Text()),
        required("neighbourhood", sa.Text()),
        required("wish", sa.Text()),
        sa.Column("read_back", word("read_back", "yes no corrected")),
        sa.Column("felt", word("felt", "pleasant fair unpleasant not_asked")),
        required("reflection", sa.Text()),
        required("permission", sa.Integer()),
        required("version", sa.Integer()),
        sa.Column("letter_heard", sa.Text()),
        sa.Column("letter_promised", sa.Text()),
        required("search_text", sa.Text()),
        required("finished_at", MOMENT),
        required("changed_at", MOMENT),
    )
    op.create_table(
        "note_permission",
        own_id(),
        cascade("note_id", "note.id", index=True),
        required("level", sa.Integer()),
        required("wording", sa.String(20)),
        required("at", MOMENT),
        account("account_id"),
    )
    op.create_table(
        "note_draft",
        own_id(),
        cascade("visit_id", "visit.id"),
        cascade("account_id", "account.id"),
        required("fields", sa.JSON()),
        required("version", sa.Integer()),
        required("window", sa.String(32)),
        required("saved_at", MOMENT),
        sa.UniqueConstraint("visit_id", "account_id"),
    )
    op.create_table(
        "theme",
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("parent", sa.String(40), sa.ForeignKey("theme.code")),
        required("name_nl", sa.String(80)),
        required("name_en", sa.String(80)),
        required("sensitive", sa.Boolean()),
        required("position", sa.Integer()),
        sa.Column("added_on", sa.Date()),
        sa.Column("merged_into", sa.String(40), sa.ForeignKey("theme.code")),
        required("guid", sa.String(36), unique=True),
    )
    op.create_table(
        "theme_proposal",
        own_id(),
        required("parent", sa.String(40), sa.ForeignKey("theme.code")),
        required("name_nl", sa.String(80)),
        required("name_en", sa.String(80)),
        required("verdict", word("verdict", "open accepted declined")),
        account("account_id"),
        required("made_at", MOMENT),
    )
    op.create_table(
        "talk",
        own_id(),
        account("account_id", index=True),
        required("source", word("source", "repair handover social other")),
        required("permission", sa.Integer()),
        required("on", sa.Date()),
        required("made_at", MOMENT),
    )
    op.create_table(
        "insight",
        own_id(),
        required("ref", sa.String(16), unique=True),
        cascade("visit_id", "visit.id", nullable=True, index=True),
        cascade("talk_id", "talk.id", nullable=True, index=True),
        required("statement", sa.Text()),
        required("quote", sa.Text()),
        sa.Column("kind", word("insight_kind", "compliment concern idea story question signal")),
        required("important", sa.Boolean()),
        required("stage", word("stage", "draft coded released archived withdrawn internal")),
        sa.Column("period", sa.String(7)),
        required("release_reason", sa.String(200)),
        link("merged_into", "insight.id", index=True),
        link("team_id", "team.id"),
        required("search_text", sa.Text()),
        required("made_at", MOMENT),
        account("coded_by"),
        sa.Column("released_at", MOMENT),
        account("released_by"),
        sa.CheckConstraint("(visit_id is null) <> (talk_id is null)", name="one_origin"),
        sa.Index("ix_insight_stage_id", "stage", "id"),
        sa.Index("ix_insight_stage_period", "stage", "period"),
    )
    op.create_table(
        "insight_theme",
        cascade("insight_id", "insight.id", primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        required("code", sa.String(40), sa.ForeignKey("theme.code"), index=True),
        sa.Column("was", sa.String(40)),
    )
    op.create_table(
        "heard",
        cascade("insight_id", "insight.id", primary_key=True),
        cascade("earlier_id", "insight.id", primary_key=True, index=True),
    )
    op.create_table(
        "promise",
        own_id(),
        cascade("visit_id", "visit.id", index=True),
        link("insight_id", "insight.id"),
        required("what", sa.Text()),
        account("owner_id"),
        link("team_id", "team.id"),
        account("promised_by"),
        required("promised_on", sa.Date()),
        required("due", sa.Date()),
        required("progress", word("progress", PROGRESS)),
        sa.Column("outcome", word("promise_outcome", PROGRESS)),
        required("outcome_text", sa.Text()),
        required("handed_to", sa.String(120)),
        account("watch_id"),
        required("search_text", sa.Text()),
        required("board_line", sa.String(200)),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answer_channel", word("answer_channel", "phone letter email visit")),
        required("answer_text", sa.Text()),
        account("answered_by"),
        required("no_answer_wanted", sa.Boolean()),
        required("made_at", MOMENT),
        sa.CheckConstraint(ANSWERED, name="answered"),
        sa.CheckConstraint("(owner_id is null) or (team_id is null)", name="one_owner"),
        sa.Index("ix_promise_progress_due", "progress", "due"),
    )


def make_board() -> None:
    """Make the tables of what the board reads, of its reports, and of the mails."""
    op.create_table(
        "closed_period",
        sa.Column("period", sa.String(7), primary_key=True),
        required("smallest_group", sa.Integer()),
        required("visits", sa.Integer()),
        required("closed_at", MOMENT),
        sa.Column("coverage", sa.JSON()),
        sa.Column("promises_since", sa.String(7)),
        sa.Column("talks", sa.JSON()),
    )
    op.create_table(
        "board_count",
        sa.Column("year", sa.String(7), sa.ForeignKey("closed_period.period"), primary_key=True),
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("visits", sa.Integer()),
    )
    op.create_table(
        "board_row",
        own_id(),
        cascade("insight_id", "insight.id"),
        required("closed", sa.String(7), sa.ForeignKey("closed_period.period")),
        required("subject", sa.String(40)),
        required("period", sa.String(7)),
        required("theme", sa.String(40)),
        required("quote", sa.Boolean()),
        required("kind", sa.String(32)),
        required("place", sa.String(80)),
        required("words", sa.Boolean()),
        required("rank", sa.Integer()),
        required("sensitive", sa.Boolean()),
        sa.UniqueConstraint("insight_id", "closed"),
        sa.Index("ix_board_row_closed_subject", "closed", "subject"),
    )
    op.create_table(
        "board_promise",
        cascade("promise_id", "promise.id", primary_key=True),
        required("closed", sa.String(7), sa.ForeignKey("closed_period.period")),
        required("shown_as", word("board_word", "done running cannot elsewhere not_started")),
        required("answered", sa.Boolean()),
        required("late", sa.Boolean()),
        required("worded", sa.Boolean()),
    )
    op.create_table(
        "report",
        own_id(),
        required("kind", word("report_kind", "sheet year answer")),
        required("period", sa.String(7)),
        required("made_at", MOMENT),
        account("made_by"),
        sa.UniqueConstraint("kind", "period"),
    )
    op.create_table(
        "edition",
        own_id(),
        cascade("report_id", "report.id"),
        required("number", sa.Integer()),
        required("sha256", sa.String(64)),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("facts", sa.JSON()),
        required("made_at", MOMENT),
        sa.Column("replaced_at", MOMENT),
        sa.UniqueConstraint("report_id", "number"),
    )
    op.create_table(
        "handout",
        own_id(),
        cascade("edition_id", "edition.id", index=True),
        account("account_id"),
        required("way", word("handing", "mail download")),
        required("at", MOMENT),
    )
    op.create_table(
        "mail",
        own_id(),
        required("message_id", sa.String(255), unique=True),
        required("recipient", sa.String(254)),
        sa.Column("role", word("mail_role", "host companion tenant")),
        required("subject", sa.String(200)),
        required("body", sa.Text()),
        required("language", sa.String(2)),
        sa.Column("method", sa.String(10)),
        sa.Column("calendar", sa.LargeBinary()),
        sa.Column("sequence", sa.Integer()),
        cascade("appointment_id", "appointment.id", nullable=True, index=True),
        link("report_id", "report.id"),
        required("made_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        required("attempts", sa.Integer()),
        sa.Column("try_after", MOMENT),
        sa.Column("failure", word("mail_failure", "unreachable not_trusted login later refused not_ascii not_made set_aside")),
        required("fleeting", sa.Boolean()),
    )


TEAMS = ("Wijkteam", "Onderhoud", "Klantenservice")
THEMES = (
    ("THU", "Thuis en wonen", "Home and belonging"),
    ("THU.gevoel", "Thuisgevoel", "Feeling at home"),
    ("THU.herinnering", "Herinneringen, toen en nu", "Memories, then and now"),
    ("THU.toekomst", "Blijven of verhuizen", "Staying or moving"),
    ("THU.trots", "Trots op huis", "Pride"),
    ("WON", "Woning", "Dwelling"),
    ("WON.comfort", "Comfort", "Comfort"),
    ("WON.vocht", "Vocht en schimmel", "Damp and mould"),
    ("WON.energie", "Isolatie en energie", "Insulation and energy"),
    ("WON.geluid", "Geluid", "Noise"),
    ("WON.indeling", "Indeling en ruimte", "Layout"),
    ("WON.buitenruimte", "Tuin of balkon", "Garden or balcony"),
    ("WON.veilig", "Veilige woning", "Safe home"),
    ("OND", "Reparatie en onderhoud", "Repairs and maintenance"),
    ("OND.melding", "Melden", "Reporting"),
    ("OND.snelheid", "Snelheid", "Speed"),
    ("OND.kwaliteit", "Kwaliteit", "Quality"),
    ("OND.planmatig", "Planmatig onderhoud", "Planned work"),
    ("OND.renovatie", "Renovatie en sloop", "Renovation or demolition"),
    ("OND.vakman", "De vakman", "The tradesperson"),
    ("DVL", "Contact en dienstverlening", "Contact and services"),
    ("DVL.bereik", "Bereikbaarheid", "Reachability"),
    ("DVL.bejegening", "Bejegening", "Respect"),
    ("DVL.afspraken", "Afspraken nakomen", "Keeping promises"),
    ("DVL.informatie", "Informatie", "Information"),
    ("DVL.digitaal", "Digitaal of persoonlijk", "Digital or personal"),
    ("DVL.klacht", "Klachten", "Complaints"),
    ("BUU", "Buurt en buren", "Neighbours"),
    ("BUU.contact", "Contact met buren", "Contact"),
    ("BUU.hulp", "Elkaar helpen", "Mutual help"),
    ("BUU.samenstelling", "Wie er wonen", "Who lives here"),
    ("BUU.ontmoeten", "Ontmoeten", "Meeting"),
    ("BUU.overlast", "Overlast", "Nuisance"),
    ("VEI", "Veiligheid", "Safety"),
    ("VEI.gevoel", "Veiligheidsgevoel", "Feeling safe"),
    ("VEI.inbraak", "Inbraak", "Burglary"),
    ("VEI.verkeer", "Verkeer", "Traffic"),
    ("VEI.donker", "Licht en zicht", "Lighting"),
    ("OMG", "Woonomgeving", "Surroundings"),
    ("OMG.schoon", "Schoon en netjes", "Clean and tidy"),
    ("OMG.groen", "Groen", "Green"),
    ("OMG.parkeren", "Parkeren", "Parking"),
    ("OMG.algemeen", "Gedeelde ruimten", "Shared areas"),
    ("VOO", "Voorzieningen", "Amenities"),
    ("VOO.winkels", "Winkels", "Shops"),
    ("VOO.vervoer", "Vervoer", "Transport"),
    ("VOO.zorgnabij", "Zorg dichtbij", "Care nearby"),
    ("VOO.ontmoetplek", "Buurthuis", "Community centre"),
    ("GEL", "Betaalbaarheid", "Affordability"),
    ("GEL.huur", "Huur", "Rent"),
    ("GEL.energie", "Energielasten", "Energy bills"),
    ("GEL.service", "Servicekosten", "Service charges"),
    ("OUD", "Prettig ouder worden", "Ageing well"),
    ("OUD.toegankelijk", "Toegankelijke woning", "Accessible home"),
    ("OUD.langer", "Langer thuis", "Staying put"),
    ("OUD.doorstroom", "Passende woning", "Moving to fit"),
    ("OUD.aandacht", "Aandacht en gezelschap", "Company"),
    ("ZEG", "Zeggenschap en betrokkenheid", "Voice and influence"),
    ("ZEG.gehoord", "Gehoord worden", "Being heard"),
    ("ZEG.meedoen", "Meedenken", "Taking part"),
    ("ZEG.inzet", "Zichtbare inzet", "Visible effort"),
    ("ZEG.vertrouwen", "Vertrouwen", "Trust"),
    ("OVG", "Overig", "Other"),
)
SENSITIVE = (
    "BUU.overlast",
    "VEI.inbraak",
    "OUD",
    "OUD.toegankelijk",
    "OUD.langer",
    "OUD.doorstroom",
    "OUD.aandacht",
)
GUIDS = {
    "THU": "4ebf02cf-80f0-491b-942d-ab2a8f46d731",
    "THU.gevoel": "0c5f1c4a-51bb-4dc4-a545-eb51cf7b9412",
    "THU.herinnering": "e878f138-a6c4-46ca-b0df-4044bc45d2bc",
    "THU.toekomst": "8d90430e-7d9d-40db-ade6-ad0284580ad4",
    "THU.trots": "636531a2-908a-4807-bfa2-69e2540e5ca4",
    "WON": "dac5e35d-2c3d-4eed-8361-a8f26ac912bd",
    "WON.comfort": "235bff91-bfb0-4fde-bf88-d7bfad71fdd4",
    "WON.vocht": "bf746560-aa25-4af0-8362-b2fc8e74e417",
    "WON.energie": "26a45034-5a62-43a7-85f7-831fbf94214f",
    "WON.geluid": "f3091c32-080e-4c83-8d1a-b7b15049691f",
    "WON.indeling": "43d1810c-cf24-4c5d-8d11-92a8c647a299",
    "WON.buitenruimte": "2b9447a4-976b-461b-87fb-211cab0303ce",
    "WON.veilig": "dd77546c-c239-4220-a3b9-932ba7d1c7b4",
    "OND": "b4eb2e4d-a38a-45d2-97bf-ba35299d0132",
    "OND.melding": "d4cd3f45-ec13-42b8-aa46-5a66aa5508be",
    "OND.snelheid": "e5b77ce9-bb22-40d8-8e88-a703512a9985",
    "OND.kwaliteit": "d1b7bbfb-ea57-4fa1-a3fa-92498c550c91",
    "OND.planmatig": "1abc8a60-9b00-48ae-80f4-a50600f34a79",
    "OND.renovatie": "3b63637c-6f98-46f7-9c2c-90a5cdd12d13",
    "OND.vakman": "e8ed8437-497b-4ec6-bd66-d0ded4e08112",
    "DVL": "17c3337b-51d9-41b4-b3b6-215329cf5161",
    "DVL.bereik": "148861be-e031-4c2f-a8e5-8460b9e30064",
    "DVL.bejegening": "d090fd51-deb3-4e54-91a4-f14c0b1d5c99",
    "DVL.afspraken": "a4006409-1cd8-41bb-ab55-7e3f804642c2",
    "DVL.informatie": "40ede98e-0353-4efd-86a1-d570295aec53",
    "DVL.digitaal": "42d37714-6526-4f00-b421-139fcd0e15a1",
    "DVL.klacht": "fda3eeb0-5fb3-4380-bca9-b52b3dfe5f8e",
    "BUU": "88e8dff6-0123-4c05-8af1-f9fd47e1ae66",
    "BUU.contact": "10817c3d-26db-4c46-bbb4-4e5f80367ae6",
    "BUU.hulp": "95d072ef-fe02-4c6c-aad5-e15ad51527e1",
    "BUU.samenstelling": "393ff818-5e67-4977-b77f-ae01e1476aef",
    "BUU.ontmoeten": "a7692e29-f85c-4b3e-a04c-3946b355bf6a",
    "BUU.overlast": "46c0dd05-80c6-4609-9f78-44e2ba62a88f",
    "VEI": "a13182e2-18b4-4937-a27f-6b421b4860e7",
    "VEI.gevoel": "1027e375-0d1d-431b-af57-004fdb1b4765",
    "VEI.inbraak": "32838088-37d2-4322-b7f9-90a750f1f160",
    "VEI.verkeer": "e1142e81-3eae-496f-b429-cf2637288cb1",
    "VEI.donker": "2ef30f50-b887-403a-aeb2-a1dc4804c26d",
    "OMG": "ec35dd06-1897-4142-9bbc-f167b49e5964",
    "OMG.schoon": "a24ae251-fa34-4210-9ffe-59137561d667",
    "OMG.groen": "3e1761ef-177c-4fb5-9208-9b815ccc778b",
    "OMG.parkeren": "ac134626-a6c8-4987-ba24-1ff4876f3874",
    "OMG.algemeen": "66165b21-bf2c-4bb3-b6b3-5738e9960a1e",
    "VOO": "81afa8f6-54de-41f3-aec4-f951745b4142",
    "VOO.winkels": "5d464e04-4289-4220-a852-85b686b73b98",
    "VOO.vervoer": "421e136d-f2f9-43aa-90bd-17a648499c5b",
    "VOO.zorgnabij": "156c4cbc-1244-4f42-a015-7d1b44987808",
    "VOO.ontmoetplek": "198424fb-68f7-4b0e-acc1-4f1cdf756815",
    "GEL": "e59de4b1-7a8e-4aa4-aa99-50486693c94e",
    "GEL.huur": "326bc22f-cbd8-47b2-b494-f6c4d7a105bc",
    "GEL.energie": "ef794b2e-4b47-44cf-a830-faa641156170",
    "GEL.service": "aaf6b80b-93b3-48ab-9dc9-11d024f0ee1f",
    "OUD": "012a878c-f571-4bc6-a4ff-9e7cb5fdffad",
    "OUD.toegankelijk": "ea866c46-5526-44db-bcae-3aa4f594bf08",
    "OUD.langer": "c89824c5-4772-49cd-90d4-a3f39926a1af",
    "OUD.doorstroom": "997ffbf6-51f3-4614-ad3d-52395ed27d04",
    "OUD.aandacht": "d9db0925-eca8-4fd9-9201-9de75b907462",
    "ZEG": "80da43bf-dffb-4715-87b7-cda84152321d",
    "ZEG.gehoord": "c123fd5e-57c5-49ee-b1db-f760b570f676",
    "ZEG.meedoen": "8c5b2bd4-e0f4-44cb-bec0-ed2e91a5c8a1",
    "ZEG.inzet": "b1f66ded-0018-4c5d-a4b7-20bbc3413d85",
    "ZEG.vertrouwen": "50d28755-d8d3-41cb-958f-e29b6a8bc338",
    "OVG": "24514b12-b462-497e-806e-90b82fcac477",
}


def add_first_teams() -> None:
    """Add the teams that most associations have."""
    team = sa.table("team", sa.column("name"), sa.column("email"))
    op.bulk_insert(team, [{"name": name, "email": ""} for name in TEAMS])


def add_first_themes() -> None:
    """Add the subjects, and the themes under each of them."""
    names = ("code", "parent", "name_nl", "name_en", "sensitive", "position", "guid")
    theme = sa.table("theme", *(sa.column(name) for name in names))
    rows = []
    for position, (code, name_nl, name_en) in enumerate(THEMES):
        subject = code.partition(".")[0]
        rows.append(
            {
                "code": code,
                "parent": subject if subject != code else None,
                "name_nl": name_nl,
                "name_en": name_en,
                "sensitive": code in SENSITIVE,
                "position": position,
                "guid": GUIDS[code],
            }
        )
    op.bulk_insert(theme, rows)


def own_id() -> sa.Column:
    """Give the number of a row."""
    return sa.Column("id", sa.Integer(), primary_key=True)


def required(name: str, kind: sa.types.TypeEngine, *more: sa.ForeignKey, **options) -> sa.Column:
    """Give a column that is always filled in."""
    return sa.Column(name, kind, *more, nullable=False, **options)


def word(name: str, words: str) -> sa.Enum:
    """Give the type of one word of a closed list, which the database checks."""
    return sa.Enum(*words.split(), name=name, native_enum=False, create_constraint=True, length=32)


def cascade(name: str, target: str, *, nullable: bool = False, **options) -> sa.Column:
    """Give a column that points to the row with which this one goes."""
    key = sa.ForeignKey(target, ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), key, nullable=nullable, **options)


def link(name: str, target: str, **options) -> sa.Column:
    """Give a column that points to a row, and is emptied when that goes."""
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target, ondelete="SET NULL"), **options)


def account(name: str, **options) -> sa.Column:
    """Give a column that points to the account of a colleague."""
    return link(name, "account.id", **options)


def one_open(name: str, *columns: str, until: str) -> sa.Index:
    """Give an index that allows one row at a time, until it has an end."""
    still = sa.text(f"{until} IS NULL")
    return sa.Index(name, *columns, unique=True, sqlite_where=still, postgresql_where=still)
