"""Turns a spoken plate into texts, on a Unix socket, by the Wyoming protocol."""
