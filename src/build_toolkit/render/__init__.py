"""A page to a PDF, and what belongs to it: fonts, files it may read, sheets for the press.

Knows nothing of campaigns. The way of a page: `press` (other processes) or `pdf` (this one) has a `Drawing`,
which follows a recipe, `document`: `rules` (what style sheets may say), `checks`, `segments` (cut where the
templates say), each `painted` by `weasy.painter` or taken from `page_cache`, `prepare` (its objects mended),
`furniture` (what runs in the margins), `bind` (one file). What is changed in WeasyPrint is listed in `weasy`,
by way of `patches`; all that knows WeasyPrint is there.
"""
