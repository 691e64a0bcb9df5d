"""Other people's programs and pictures, within limits of memory and time. Stages may use it; it knows of no stage."""
