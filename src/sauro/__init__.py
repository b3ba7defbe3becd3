"""Sáu Rõ: from a directive to results that everybody can follow."""

__version__ = "0.1.0"
