"""Who has approved which words: a lawyer a paragraph, a reader a translation."""
