"""Capabilities that guard badges."""

READ = "badges.read"
WRITE = "badges.write"
