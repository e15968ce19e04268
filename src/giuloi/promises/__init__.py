"""What the shop promises, one folder for each heading of its policy."""
