"""Pages made from code and configuration; nothing imports this but `make docs`."""
