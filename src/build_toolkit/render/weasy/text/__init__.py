"""Text that comes out of the file as it was composed: exact in poppler, pdfium and MuPDF, for every script.

PDF text goes wrong because one glyph stands for several letters, one letter takes several glyphs, marks have
no width, and right-to-left glyphs are written in visual order, which every viewer guesses back in its own way.
Here every shaping cluster is ONE glyph of the embedded font with a code of its own and an exact ToUnicode;
right-to-left text is written in logical order; direction marks stand where viewers guess wrong.

    clusters  reads what Pango shaped         codes   gives a code to each cluster of a font
    marks     adds direction marks            writer  writes a line into the content stream
    ordered   writes right-to-left lines with foreign text in pieces, for pdfium
    ties      shows poppler which lines and words belong together
    glyphs    builds the composite glyphs of the embedded font
"""
