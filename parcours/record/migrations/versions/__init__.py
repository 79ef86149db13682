"""One file per revision, read from its title."""
