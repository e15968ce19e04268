"""What consent is, and the receipt a person gets for it."""
