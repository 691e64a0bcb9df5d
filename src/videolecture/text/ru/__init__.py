"""Russian: written text -> the words a reader would say."""
