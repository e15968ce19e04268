"""What every page has in common: the frame, the look, the words of two languages. No page stands here itself."""
