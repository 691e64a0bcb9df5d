"""Chatterbox Multilingual (Resemble AI, MIT): the sample's voice, in an environment of its own; it may be sold."""
