"""The telephone: a person calls."""
