"""What is told to people, organizers and authorities, in words."""

from tracker.compliance.documents.notices import words_in, words_of
from tracker.compliance.documents.purposes import Told, group_words, register
from tracker.compliance.documents.reasons import reason_words, where_to
from tracker.compliance.documents.security_txt import security_text

__all__ = [
    "Told",
    "group_words",
    "reason_words",
    "register",
    "security_text",
    "where_to",
    "words_in",
    "words_of",
]
