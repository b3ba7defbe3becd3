"""The heart: tasks and their parties, from assignment on."""
