"""The audit of dependencies: a vulnerability fails, silence is said and does not."""

import pytest

from scripts.audit import verdict


@pytest.mark.parametrize(
    ("code", "said", "ends", "words"),
    [
        (0, "No known vulnerabilities found", 0, "Audited"),
        (0, "No known vulnerabilities found\nName Skip Reason\nflask not found", 0, "NOT AUDITED"),
        (1, "Found 1 known vulnerability in 1 package", 1, "known vulnerability"),
        (1, "ERROR:pip_audit:Failed to connect", 0, "NOT AUDITED"),
        (2, "", 0, "NOT AUDITED"),
    ],
)
def test_only_a_known_vulnerability_fails(code: int, said: str, ends: int, words: str) -> None:
    result, why = verdict(code, said)

    assert result == ends
    assert words in why
