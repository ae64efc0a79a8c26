"""`python -m build_toolkit` is `build-toolkit`."""

from .cli.main import main

main()
