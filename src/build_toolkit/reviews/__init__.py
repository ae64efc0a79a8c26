"""What a lawyer has read: paragraphs, packets, approvals."""
