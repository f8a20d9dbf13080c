"""The shape of each knowledge file, and the way from what is written to the model.

Numbers, dates and ids are checked by form here; what refers to what is checked in ``links``.
"""
