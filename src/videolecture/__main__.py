"""`videolecture` and `python -m videolecture`: the command line."""

import sys


def main() -> int:
    """Run a command, also where it is stopped while its libraries still load."""
    try:
        from videolecture.cli import main as command

        return command()
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
