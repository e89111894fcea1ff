"""`python -m ngomap`."""

from ngomap.cli.app import main

main()
