"""The conformance report and the evidence pack."""
