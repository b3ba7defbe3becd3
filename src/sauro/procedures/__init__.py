"""Procedures: every chain of approval as data with a date of effect, and its running cases."""
