"""This is where a curator's decisions are read, resolved and written: ``content/curation.toml``."""

from sitegen.curation.decisions import read as read
from sitegen.curation.rulings import orders as orders
