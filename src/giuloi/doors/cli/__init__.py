"""The operator's door: the `giuloi` command."""
