"""How the app begins: its server, and each run of a page."""
