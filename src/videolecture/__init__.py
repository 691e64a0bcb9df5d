"""A lecture text, one photo and one voice sample in; a finished lecture video out."""

__version__ = "0.1.0"
