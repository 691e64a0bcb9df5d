"""Speech that a person recorded: read, listened to, cut at the sentences of a text, or written down."""
