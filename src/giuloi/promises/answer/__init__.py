"""IV.3: every request of a customer is carried out within 24 hours."""
