"""A resolved campaign and a language to HTML. Layer 4: leans on Jinja2, markdown-it-py and Babel.

Seven steps: `chapter` lifts the Jinja tags out of a chapter and lets Markdown find its blocks; `messages`
names what a translator sees of each block; `translate` puts the translation in its place; `dress` gives
blocks the classes of the look; `environment` compiles the outcome once per language. Per county, `document`
renders it with `variables`, `sections` numbers it, and `notes` resolves its citations.
"""
