"""Folders to models: every kind of file that people write, read, checked and addressed."""
