"""What translators keep, and the languages made of it. Layer 2: leans on model, yamlio, roots, Babel, rapidfuzz."""
