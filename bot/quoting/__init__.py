"""Quotes in a conversation: what was said of a loan, what a product's facts add, what it costs."""
