"""Lets every test import tests/factories.py by its name."""
