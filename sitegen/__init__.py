"""sitegen: from a pile of messy bibliographies to a published, searchable, citable website."""

__version__ = "0.1.0"
