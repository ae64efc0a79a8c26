"""Everything that knows the inside of WeasyPrint. Pinned to one version; each part has a test that it still bites.

The seam is `engine`: `lay_out` makes pages, `write_document` makes the file. Imported only through
`pdf.load_engine`, which turns a missing library or a wrong version into a Problem.
"""

PINNED = "70.0"
