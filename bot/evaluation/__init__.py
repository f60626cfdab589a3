"""Measuring understanding against labelled questions that are kept outside the repository."""
