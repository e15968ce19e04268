"""A policy that was written as plain text, made a numbered draft: their words, our proposals, what is missing."""
