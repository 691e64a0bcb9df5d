"""When each word and letter of a speech sounds."""
