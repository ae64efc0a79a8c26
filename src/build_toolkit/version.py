"""The program's version, in a place of its own so that anything may name it."""

__version__ = "0.1.0"
