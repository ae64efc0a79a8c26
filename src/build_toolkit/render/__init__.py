"""HTML to PDF (and what belongs to it: fonts, files it may read, limits). Knows nothing of campaigns or laws.

Stands between compose, which writes the HTML, and publish, which writes files. May import `problems` only.
Everything that knows the inside of WeasyPrint is in `weasy`.
"""
