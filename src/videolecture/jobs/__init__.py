"""Jobs: what happens to a lecture while it is rendered."""
