"""Commands: one module per group of `parcours …`; prints text, or JSON with --json."""
