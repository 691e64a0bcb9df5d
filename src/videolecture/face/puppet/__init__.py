"""The puppet: one photo as a layered 2.5D mesh whose mouth, eyes, brows and head move."""
