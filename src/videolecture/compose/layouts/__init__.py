"""Where the face and the slide stand on the canvas: one file for each layout."""
