"""`python -m crossclip`, the same as the command `crossclip`."""

import sys

from crossclip.cli.parser import main

if __name__ == "__main__":
    sys.exit(main())
