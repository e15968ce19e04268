"""The customers' door: registering, signing in, what we know of them, what they chose, who used it."""
