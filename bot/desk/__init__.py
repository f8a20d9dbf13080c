"""The staff's web desk: read ``application`` first, where every page stands in one table."""
