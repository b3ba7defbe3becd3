"""Review of a reading: a machine proposes tasks, a person accepts them."""
