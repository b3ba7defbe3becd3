"""Ready procedures that a ward needs, as the files that an export makes. An agency takes one over, then it is its own."""

from functools import cache
from importlib.resources import files

from sauro.procedures.definition import Package, read_package
from sauro.vietnamese.text import fold


@cache
def packages() -> dict[str, Package]:
    """By key, in the order of their names."""
    found = {
        each.name.removesuffix(".json"): read_package(each.read_bytes())
        for each in files(__package__).iterdir()
        if each.name.endswith(".json")
    }
    return dict(sorted(found.items(), key=lambda pair: fold(pair[1].name)))
