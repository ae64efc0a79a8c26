"""Facts with their source and day: read, asked for, requested, answered."""
