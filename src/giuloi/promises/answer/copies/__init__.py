"""VI.1: a copy of all that is held about somebody, made at the moment they save it, and kept nowhere."""
