"""What people write to the shop by mail: taken once, read safely, and believed only as far as it proves."""
