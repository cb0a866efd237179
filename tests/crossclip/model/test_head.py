"""The classifier on embeddings."""

import pytest
import torch

from crossclip.model.head import FusionHead, VisitHead


def test_the_head_starts_as_the_alignment_exactly():
    torch.manual_seed(1)
    head = FusionHead(dim=8, width=16, classes=5, dropout=0.5).eval()
    photo, meta, classes = (torch.nn.functional.normalize(torch.randn(n, 8), dim=-1) for n in (7, 7, 5))
    head.start_from_alignment(classes, photo_scale=20.0, meta_scale=5.0)
    torch.testing.assert_close(head(photo, meta), 20 * photo @ classes.T + 5 * meta @ classes.T)
    torch.testing.assert_close(head(None, meta), 5 * meta @ classes.T)
    with pytest.raises(ValueError, match="16 or 32 wide"):
        FusionHead(dim=8, width=12, classes=5, dropout=0.5).start_from_alignment(classes, 20.0, 5.0)


def test_a_wider_head_keeps_photo_and_place_apart():
    torch.manual_seed(1)
    head = FusionHead(dim=8, width=32, classes=5, dropout=0.5).eval()
    photo, meta, classes = (torch.nn.functional.normalize(torch.randn(n, 8), dim=-1) for n in (7, 7, 5))
    head.start_from_alignment(classes, photo_scale=20.0, meta_scale=5.0)
    torch.testing.assert_close(head(photo, meta), 20 * photo @ classes.T + 5 * meta @ classes.T)
    with torch.no_grad():
        head.hidden.weight[16:] *= 3  # whatever place learns
        learned = head(photo, meta) - head(torch.zeros_like(photo), meta)
    torch.testing.assert_close(learned, 20 * photo @ classes.T)


def test_visits_stand_each_alone():
    head = VisitHead(8, 3)
    meta = torch.nn.functional.normalize(torch.randn(4, 8), dim=-1)
    assert head(meta).shape == (4, 3)
    assert head(meta).sigmoid().sum(dim=1).sub(1).abs().max() > 1e-3
