"""Whose names and stories may be printed, and what must never leave."""
