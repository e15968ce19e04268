"""The floor that only thinks: no Django, no I/O, no clock, no chance. They come in as arguments."""
