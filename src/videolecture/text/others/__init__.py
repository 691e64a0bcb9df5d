"""Languages without a reader of their own: numbers and the commonest signs in words, everything else as written."""
