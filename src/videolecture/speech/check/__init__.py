"""Checked speech: what was spoken is listened to, and compared with what should have been."""
