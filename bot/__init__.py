"""Madoguchi（窓口）: from a resident's worry to the right service, office and telephone number."""
