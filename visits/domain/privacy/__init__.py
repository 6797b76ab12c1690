"""What a text gives away: words that are better left unwritten, and signs of who is meant.

Both only warn. A person reads, and a person decides.
"""

from visits.domain.privacy.finding import Finding, findings
from visits.domain.privacy.pattern import Sign
from visits.domain.privacy.sensitive import Kind, sensitive_kinds, sensitive_words

__all__ = ["Finding", "Kind", "Sign", "findings", "sensitive_kinds", "sensitive_words"]
