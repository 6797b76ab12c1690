"""Files of tenants, CSV and XLSX: which columns they have, and the tenants in them."""

from visits.formats.tenant.columns import FIELDS, Column, Columns, NeedsMapping, Problem
from visits.formats.tenant.file import TenantFile, as_plain, read_columns, read_tenants, report
from visits.formats.tenant.outcome import (
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
from visits.formats.tenant.record import RowResult, TenantRecord
from visits.formats.tenant.table import Limits

__all__ = [
    "FIELDS",
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
    "Refusal",
    "RowResult",
    "Skip",
    "TenantFile",
    "TenantRecord",
    "as_plain",
    "read_columns",
    "read_tenants",
    "report",
]
