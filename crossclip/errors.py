"""The one kind of error that is meant for the person who runs CrossCLIP."""


class CrossClipError(ValueError):
    """Something the caller gave cannot be used; the message is one sentence that says what was
    wrong and what would be right. The command line and the app show it as it stands."""
