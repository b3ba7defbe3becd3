"""Agencies, units, people and their dated posts; who answers for which field; who may what."""
