"""This is where a curator is walked through what only a person can settle, one at a time.

    questions -> session -> screen -> a key -> answer -> content/curation.toml

Nothing here reads a key, prints or writes: ``walk`` is given a terminal and a file for that. Each
answer is written before the next question is shown, so an interruption loses nothing.
"""
