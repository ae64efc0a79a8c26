"""What translators print and measure: previews, proofs, specimens, reading levels."""
