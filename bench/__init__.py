"""Measures speed and memory: `make bench`, or `python -m bench [lecture speech face memory cold]`."""
