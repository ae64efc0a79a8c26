"""One module a public data set: files a person downloaded become dated snapshots with provenance. Layer 6."""
