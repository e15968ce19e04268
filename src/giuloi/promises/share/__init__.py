"""III: nothing goes outside without consent; authorities get what the law demands."""
