"""Settings, URLs and the server process."""
