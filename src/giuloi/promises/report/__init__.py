"""IV.7: an attack is reported in time: the file about it, its clocks, who was affected, who was told and by what."""
