"""IV.7: an attack is reported in time."""
