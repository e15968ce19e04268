"""What the shop's own public pages give to others, seen from outside, as a visitor's browser would see it (III.1)."""
