"""A large workspace of an invented city: 200 units, 5,000 people, any number of tasks with their lives and journal."""

from sauro.site.demo.city.accounts import CITY_ACCOUNTS, NAME, SLUG

__all__ = ["CITY_ACCOUNTS", "NAME", "SLUG"]
