"""`python -m sauro`: the command line."""

from sauro.site.cli import main

if __name__ == "__main__":
    main()
