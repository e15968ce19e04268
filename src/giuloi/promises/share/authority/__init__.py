"""III.2: a competent authority's request: verified by a call back, cut to the least, approved by two, in time."""
