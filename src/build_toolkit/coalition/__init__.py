"""What many groups do together: letters with their signers, tallies, platforms, pledges, press, events."""
