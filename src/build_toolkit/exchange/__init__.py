"""Translations out to people without PO editors and back: spreadsheets and XLIFF. Beside `extraction`.

`offers` says what goes out, `spreadsheet` and `xliff` write and read it, `returned` joins what comes back with the
catalogs. Leans on locales, and on the importers' care with workbooks.
"""
