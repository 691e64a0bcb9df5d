"""Voice conversion, and what it measures of a voice: pitch, spectral envelope, speaker embedding."""
