"""User and workspace: who logs in, and the boundary that isolates one ward from another."""
