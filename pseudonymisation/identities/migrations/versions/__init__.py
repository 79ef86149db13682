"""One module per change of the vault's tables."""
