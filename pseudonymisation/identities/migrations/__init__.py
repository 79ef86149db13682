"""The vault's tables through time: `run.upgrade` brings a vault up to date."""
