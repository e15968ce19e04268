"""The gate: one answer for one record and for a million, each citing its clause."""
