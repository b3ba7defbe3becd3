"""Vietnamese text, names, dates and working days. Pure Python: imports nothing of the house."""
