"""The ways out of the product: each sends one message that says how much is new, and where."""
