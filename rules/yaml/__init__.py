"""Strict YAML: bytes to plain values with the place of each, every problem told; and back to text."""
