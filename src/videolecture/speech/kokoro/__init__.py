"""Kokoro-82M (Apache-2.0): the embedded voices whose speech may be sold."""
