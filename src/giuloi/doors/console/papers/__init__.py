"""What the shop prints: a shipping label, a packing note. Made in memory and kept nowhere.

Each takes texts that doors/console/shown.py opened; nothing here asks for a key, and no text shows in a repr.
"""
