"""The demo ward: invented agencies, units, people and directives, and how a data folder is filled with them."""
