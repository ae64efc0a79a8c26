"""Documents in other forms than a PDF.

A page for screens, a file to edit, text for e-mail, dates, tables, pictures.

The layer between the desk and the pipeline. `table` names what there is; each writer is a module that is
imported when it is wanted, so that `--help` loads none of them. What a writer knows of a document it reads
off the composed page, so that no form says more, or says it in other words, than the page does.
"""
