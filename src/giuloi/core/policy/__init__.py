"""The policy document, read, compiled and joined with the law."""
