"""What people are told: in the product at once, outside it once a day at the hour that each of them chooses."""
