"""Ask whether a locked dependency has a known vulnerability; says so plainly when nobody answers.

A vulnerability fails. No answer does not: a gate that fails without a network is switched off.
"""

import subprocess
import sys

SECONDS = 60
FOUND = "known vulnerabilit"
NOTHING = "No known vulnerabilities found"
SKIPPED = "Skip Reason"
"""In the table of packages that the source knows nothing of."""
COMMAND = ["-m", "pip_audit", "-r", "requirements.txt", "--disable-pip", "--require-hashes"]


def verdict(code: int, said: str) -> tuple[int, str]:
    """What to end with, and why, from what the audit ended with and said."""
    if code == 0 and NOTHING in said and SKIPPED not in said:
        return 0, "Audited: no locked dependency has a known vulnerability."
    if code == 1 and FOUND in said.lower():
        return 1, f"A locked dependency has a known vulnerability.\n{said}"
    last = (said.strip().splitlines() or ["it said nothing"])[-1]
    return 0, f"NOT AUDITED: no source of known vulnerabilities answered ({last[:200]})."


def main() -> int:
    """Ask, for a minute at most."""
    try:
        done = subprocess.run(
            [sys.executable, *COMMAND, "--progress-spinner=off"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        code, why = verdict(done.returncode, done.stdout + done.stderr)
    except subprocess.TimeoutExpired:
        code, why = 0, f"NOT AUDITED: no source answered within {SECONDS} seconds."
    print(why)
    return code


if __name__ == "__main__":
    sys.exit(main())
