"""Capabilities that guard files."""

READ = "dossiers.read"
WRITE = "dossiers.write"
