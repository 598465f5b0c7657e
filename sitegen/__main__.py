"""This is where ``python -m sitegen`` enters."""

from sitegen.cli import run

if __name__ == "__main__":
    run()
