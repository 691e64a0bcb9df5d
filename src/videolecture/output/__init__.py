"""What lands in the output folder: its names, the lock on it, the manifest, the formats of a finished film."""
