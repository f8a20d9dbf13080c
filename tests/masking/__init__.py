"""Labelled sentences for masking, and the score on them."""
