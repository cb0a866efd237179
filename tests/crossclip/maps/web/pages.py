"""What a saved map holds, read back from its page."""

import base64
import io
import json
import re

import numpy as np
from PIL import Image


def shown(page: str) -> dict:
    """What the page's map shows."""
    return json.loads(re.search(r"crossclip\.shown\((\{.*\})\);", page)[1])


def decoded(uri: str) -> np.ndarray:
    """The pixels of a picture in a page."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.partition("base64,")[2]))))
