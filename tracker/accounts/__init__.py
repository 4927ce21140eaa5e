"""Signing in, sessions, grants and the access log."""
