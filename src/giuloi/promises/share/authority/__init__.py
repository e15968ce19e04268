"""III.2: a competent authority's request: verified by a call back, cut to the minimum, approved by two, in its hours."""
