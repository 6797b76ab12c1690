"""Files of tenants, CSV and XLSX: which columns they have, and the tenants in them."""

from visits.formats.tenant.columns import FIELDS, Column, Columns, NeedsMapping, Problem
from visits.formats.tenant.draft import RowResult, TenantRecord
from visits.formats.tenant.file import TenantFile, read_columns, read_tenants
from visits.formats.tenant.outcome import (
    Bound,
    Doubt,
    Fault,
    FileRefused,
    Merge,
    Notice,
    Outcome,
    Question,
    Refusal,
    Skip,
)
from visits.formats.tenant.report import (
    as_plain,
    as_row,
    head_of,
    notices_of,
    report,
    report_refusal,
    reported,
)
from visits.formats.tenant.subprocess_reader import Reading, read_apart
from visits.formats.tenant.table import Limits

__all__ = [
    "FIELDS",
    "Bound",
    "Column",
    "Columns",
    "Doubt",
    "Fault",
    "FileRefused",
    "Limits",
    "Merge",
    "NeedsMapping",
    "Notice",
    "Outcome",
    "Problem",
    "Question",
    "Reading",
    "Refusal",
    "RowResult",
    "Skip",
    "TenantFile",
    "TenantRecord",
    "as_plain",
    "as_row",
    "head_of",
    "notices_of",
    "read_apart",
    "read_columns",
    "read_tenants",
    "report",
    "report_refusal",
    "reported",
]
