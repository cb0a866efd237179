"""The classifier on embeddings."""

import pytest
import torch

from crossclip.model.head import FusionHead


def test_the_head_starts_as_the_alignment_exactly():
    torch.manual_seed(1)
    head = FusionHead(dim=8, width=16, classes=5, dropout=0.5).eval()
    photo, meta, classes = (torch.nn.functional.normalize(torch.randn(n, 8), dim=-1) for n in (7, 7, 5))
    head.start_from_alignment(classes, photo_scale=20.0, meta_scale=5.0)
    torch.testing.assert_close(head(photo, meta), 20 * photo @ classes.T + 5 * meta @ classes.T)
    torch.testing.assert_close(head(None, meta), 5 * meta @ classes.T)
    with pytest.raises(ValueError, match="16 or 32 wide"):
        FusionHead(dim=8, width=12, classes=5, dropout=0.5).start_from_alignment(classes, 20.0, 5.0)
