"""This is where papers leave: one module per format."""
