"""YAML <-> model: the only room that reads and writes the knowledge base."""
