"""XTTS-v2: neural cloning in seventeen languages, decoded in batches by our own loop over the published modules."""
