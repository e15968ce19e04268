"""Shop platforms knock here, one folder each, all of one shape."""
