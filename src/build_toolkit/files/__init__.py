"""Where files are looked for, YAML with the line of every key, and writing files whole or not at all."""
