"""What happened: one entry for each object changed, sealed into a chain by hash."""
