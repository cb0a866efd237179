"""The view in the address, and how what an address says is read."""
