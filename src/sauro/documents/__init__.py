"""Documents and their immutable extractions."""
