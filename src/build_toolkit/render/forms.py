"""The form of a PDF: its fields in the order of the pages, each with a name of its own.

May import pikepdf.
"""

from __future__ import annotations

from collections import Counter

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def list_fields(out: Pdf) -> list[Object]:
    """Make a form of all fields on pages, if there are any, and return them."""
    fields = [one for page in out.pages for one in page.obj.get("/Annots", ()) if one.Subtype == Name.Widget]
    if fields:
        out.Root.AcroForm = out.make_indirect(Dictionary(Fields=Array(fields)))
    return fields


def add_form(out: Pdf) -> None:
    """Make the form of a whole file: a name that comes again gets a number, and there are letters to type.

    A box and the line beside it may be called the same: what they are tells them apart.
    """
    times, names = Counter[tuple[str, str]](), Counter[str]()
    for field in list_fields(out):
        label, kind = str(field.TU), str(field.FT)
        times[label, kind] += 1
        label += f" {times[label, kind]}" if times[label, kind] > 1 else ""
        name = label.replace(".", "")                # a dot parts names of fields
        names[name] += 1
        field.TU, field.T = String(label), String(name + (f" {kind[1:]}" if names[name] > 1 else ""))
    if times:
        letters = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                             Encoding=Name.WinAnsiEncoding)
        out.Root.AcroForm.DA = String("/Helv 10 Tf 0 g")
        out.Root.AcroForm.DR = Dictionary(Font=Dictionary(Helv=out.make_indirect(letters)))
