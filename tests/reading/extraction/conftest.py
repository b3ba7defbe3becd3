"""What is tried only where it is installed: .ci/run installs it for these tests alone."""

import os
from importlib.util import find_spec

collect_ignore = (
    []
    if find_spec("trueocr") or "trueocr" in os.environ.get("SAURO_REQUIRE", "")
    else ["test_scan_twice.py"]  # the extra `scan`, 290 MB
)
