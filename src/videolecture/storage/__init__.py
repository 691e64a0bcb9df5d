"""Files that last: written whole or not at all, kept under keys, voice profiles and portraits on disk."""
