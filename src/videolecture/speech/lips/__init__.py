"""Mouth shapes (visemes) from timed letters, by how each language is pronounced."""
