"""Opening named customers in an emergency: two approvers, an hour, seen by them, reviewed afterwards (IV.7)."""
