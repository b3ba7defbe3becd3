"""Bytes by their hash, and the quarantine that every upload passes first."""
