"""The forms of a document: PDF, page for screens, file to edit, text for e-mail, dates, tables, pictures.

`table` names the forms; each is written by a module with a function `write`, imported when it is wanted, so
that `--help` loads none of them. What a writer knows of a document it reads off the composed page, so that no
form says more, or says it in other words, than the page does.
"""
