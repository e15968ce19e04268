"""A recipient is told to stop: somebody took back the consent under which their data went there (III.1, VI.3)."""
