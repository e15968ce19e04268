"""I, IV.5: information is collected for named purposes, from members and with orders."""
