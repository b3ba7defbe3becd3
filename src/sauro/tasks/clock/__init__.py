"""The clock: what the machine does by itself, each day and between; see docs/clock-and-notices.md.

`daily` runs once a day and workspace, in bounded batches: `recurring` makes the instances of a rhythm, `reminding` walks
the rules of escalation. `events` follows the sealed journal and tells people what concerns them.
"""
