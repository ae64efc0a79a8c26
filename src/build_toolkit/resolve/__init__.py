"""One county on one day: a campaign with all it uses, as plain values with nothing left to look up."""
