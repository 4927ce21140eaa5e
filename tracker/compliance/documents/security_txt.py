"""`security.txt` by RFC 9116."""

from datetime import UTC, datetime

from tracker.compliance.rules import Facts

WHERE = "/.well-known/security.txt"


def security_text(facts: Facts, expires: datetime) -> str:
    """The file: a mail address first, then a phone."""
    phone = "".join(each for each in facts.contact.phone if each in "+0123456789-")
    lines = [f"Contact: mailto:{facts.contact.email}"]
    if phone:
        lines.append(f"Contact: tel:{phone}")
    whole = expires.astimezone(UTC).replace(microsecond=0)
    lines.append(f"Expires: {whole:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: zh, en")
    if facts.site:
        lines.append(f"Canonical: {facts.site}{WHERE}")
        lines.append(f"Policy: {facts.site}/notice")
    return "\n".join(lines) + "\n"
