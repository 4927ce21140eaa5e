"""The audit trail sealed: each record bound to all before it, checked by a command."""
