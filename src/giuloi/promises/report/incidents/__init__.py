"""The incident file: opened once, written on in a chain, its clocks, its steps, and whom it concerns (IV.7)."""
