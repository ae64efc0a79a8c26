"""Every kind of file that people write, read from its folder into a checked model."""
