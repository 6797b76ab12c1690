"""Files of tenants, CSV and XLSX: which columns they have, and the tenants in them."""

from visits.formats.tenant.columns import FIELDS, Columns, NeedsMapping, Problem
from visits.formats.tenant.file import TenantFile, read_tenants
from visits.formats.tenant.outcome import Bound, FileRefused, Notice, Outcome, Question
from visits.formats.tenant.report import as_plain, as_row, head_of, report_refusal, reported
from visits.formats.tenant.rows import Draft, TenantRecord
from visits.formats.tenant.subprocess_reader import Reading, read_apart
from visits.formats.tenant.table import Limits

__all__ = [
    "FIELDS",
    "Bound",
    "Columns",
    "Draft",
    "FileRefused",
    "Limits",
    "NeedsMapping",
    "Notice",
    "Outcome",
    "Problem",
    "Question",
    "Reading",
    "TenantFile",
    "TenantRecord",
    "as_plain",
    "as_row",
    "head_of",
    "read_apart",
    "read_tenants",
    "report_refusal",
    "reported",
]
