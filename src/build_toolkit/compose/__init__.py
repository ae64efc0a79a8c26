"""Makes a page of a resolved campaign in a language, with Jinja2, markdown-it-py and Babel.

`chapter` lifts the Jinja tags out of a chapter and lets Markdown find its blocks; `messages` names what a
translator sees of each block; `translate` puts the translation in its place; `dress` gives blocks the classes
of the look; `composer` compiles the outcome, once per language. Per county, `document` renders it with
`variables` and `parts` in the `sandbox`, where `printing` writes every value and the `ledger` keeps what was
used and lacked, and `notes` says what citations say. From there on the page is a tree, and changed by
`page.passes`.
"""
