"""The organisation as an XLSX workbook, out and in: export, edit, look at what would change, take it in."""

from sauro.organisation.exchange.plan import Plan, Problem, plan_of
from sauro.organisation.exchange.sheets import export, read_rows

__all__ = ["Plan", "Problem", "export", "plan_of", "read_rows"]
