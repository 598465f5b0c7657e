"""This is where the values live that the stages hand to each other: frozen, no input, no output."""
