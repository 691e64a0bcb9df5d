"""Pictures and sound become files: layouts, encoding, joining, loudness, subtitles, chapters."""
