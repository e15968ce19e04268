"""IV.1, IV.2: kept no longer than needed, kept secret, erased for good."""
