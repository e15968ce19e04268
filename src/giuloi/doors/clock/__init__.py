"""Time itself knocks here: deadlines are rows, and this door sweeps them."""
