"""What stands beside the house and knows all of it: the command line."""
