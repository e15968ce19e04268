"""The console: where the people of the shop work. Masked by default; what is opened is opened for a case."""
