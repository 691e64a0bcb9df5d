"""Speech: from the recording of a voice and the text of a fragment to its sound, timed letter by letter."""
