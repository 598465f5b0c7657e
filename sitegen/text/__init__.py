"""This is where text is made from text: no files, no records, no opinions about papers."""
