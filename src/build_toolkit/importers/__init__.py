"""One module for each public data set: files that a person downloaded become dated snapshots."""
