"""What reads finished pages: paragraphs for lawyers, leaked private data, documents that disagree."""
