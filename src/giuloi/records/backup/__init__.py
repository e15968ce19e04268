"""Backups and coming back from them: keys and data apart, nothing erased or withdrawn comes back, nothing goes out twice."""
