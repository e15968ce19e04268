"""Nothing is kept longer than needed: what is over is only stored, and then erased, every day (IV.1)."""
