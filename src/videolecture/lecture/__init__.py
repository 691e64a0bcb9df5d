"""A lecture as a file that its author edits: `lecture.toml`, or front matter of `lecture.md`."""
