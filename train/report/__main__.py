"""`python -m train.report`: see `train.report.results`."""

from train.command.command import exit_cleanly
from train.report.results import main

if __name__ == "__main__":
    exit_cleanly(main)
