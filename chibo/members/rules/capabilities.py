"""Capabilities that guard members."""

READ = "members.read"
WRITE = "members.write"
SENSITIVE = "members.sensitive"
READ_OWN = "members.read_own"
MERGE = "members.merge"
