"""What ``knowledge check`` looks at beyond what keeps a folder from loading, a module for each theme."""
