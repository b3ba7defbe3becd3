"""Pages of the organisation; thin: forms, actions and queries do the work."""
