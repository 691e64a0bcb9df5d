"""`python -m videolecture`: the command line."""

import sys

from videolecture.cli import main

if __name__ == "__main__":
    sys.exit(main())
