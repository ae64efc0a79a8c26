"""Files: where they are looked for, YAML with the place of every key, and writing that is whole or not at all."""
