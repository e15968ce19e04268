"""Others who hold a copy are told to erase it, and it is looked whether they did (VI.2; Law 91/2025 art. 14)."""
