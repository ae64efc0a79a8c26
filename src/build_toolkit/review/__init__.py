"""What reads finished pages: paragraphs and packets for lawyers, private data that leaked, documents that disagree."""
