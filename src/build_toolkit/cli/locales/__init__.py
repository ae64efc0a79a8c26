"""`build-toolkit locales`: what translators and CI run; a module here for each group of verbs."""

from __future__ import annotations

import click

from .. import common
from . import catalogs, check, exchange, glossary, measures, pages, proof, review, same


@click.group("locales", context_settings=common.HELP)
def locales_command() -> None:
    """Keep the translations: extract, update, check, export, preview, proof, review.

    \b
    The usual round (es stands for any language: build-toolkit list languages):
      build-toolkit locales update es   new English into locales/pot/ and locales/es/, old texts marked fuzzy
      (translate the PO files with Poedit or any other editor)
      build-toolkit locales check es    find mistakes
      build-toolkit locales preview es  a PDF that shows each text in its place

    \b
    Without a PO editor:
      build-toolkit locales export es --to es.xlsx    a spreadsheet
      build-toolkit locales import es.xlsx            and back
    """  # noqa: D301


for _command in (
    catalogs.extract, catalogs.update, catalogs.init, check.check_languages, check.coverage, exchange.export,
    exchange.import_file, glossary.glossary, pages.pseudo, review.review, pages.preview, proof.proof,
    pages.specimen, measures.doctor, measures.reading, measures.style, same.same,
):
    locales_command.add_command(_command)
