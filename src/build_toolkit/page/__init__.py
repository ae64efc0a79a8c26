"""A page as a tree: what every reader and writer of a composed page works on.

`tree` is the tree, `passes` the changes that every page goes through and their order, `pairs` joins the pages
of two languages. Leans on the model and the languages; knows nothing of templates, files or renderers.
"""
