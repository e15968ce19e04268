"""Backups and coming back from them: keys and data apart, and nothing erased or withdrawn comes back."""
