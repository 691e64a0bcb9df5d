"""Finding the face: MediaPipe's published models (Apache-2.0) run by LiteRT, without MediaPipe itself."""
