"""Speech from a server: OpenAI's `POST /v1/audio/speech`."""
