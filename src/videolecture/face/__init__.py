"""Faces: reading the photo, finding the face in it, and the engines that make it speak."""
