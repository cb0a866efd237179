"""The words of the demo's model card: what it is, where it came from, what it cannot know, what was measured."""

from __future__ import annotations

from crossclip.model.config import CrossClipConfig

CARD = """\
---
license: apache-2.0
library_name: crossclip
pipeline_tag: image-classification
tags: [birds, fine-grained, contrastive, geographic-prior]
---

# CrossCLIP demo model: {classes} birds of North America

Says what a bird is from a photo, a place and a date, any of which may be missing, and where and when a species is
likely. Made to explore and to teach with. It is no field guide: do not use it for conservation, law or safety.

## What it is

Three encoders in one space of {dim} dimensions, aligned by the six-term cross-contrastive loss and then fine-tuned to
classify: photo ({photo}, {size} px), text (DistilBERT of 2 layers and 128 dimensions, which has read names of birds
and nothing else) and place-and-date (residual network of {depth} layers, encoding `{encoding}`).

## How it was trained

`python -m train.demo --data FOLDER` does all of it, on two processor cores:

1. The photo encoder starts from a public bird classifier and learns, all layers, to give that network's features as
   torchvision computes them, on training photos of 100 species, without labels.
2. The text encoder learns to put each species' name where the classifier's last layer has the species.
3. Pre-training with all six terms: first with the photo encoder locked, then with all three encoders learning, tied to
   what the photos' features said before. Photos meet only text and places of species that have photos.
4. Fine-tuning: the head starts as the sum of the two similarities that pre-training taught, and learns on. For photos
   the classes without photos are left out of the cross-entropy, so that no photo teaches against them. Sightings of all
   species get photos made up in the common space: the species' text embedding, astray as real photos are from theirs.
   The weights go half of the way that training takes them, which keeps what holds for species without photos.
5. One calibration temperature each for photo alone, place and date alone, and both, on validation data.

## Sources and licences

| what | source | licence |
|---|---|---|
| start of the photo encoder | MobileNetV2 of 965 iNaturalist bird classes, published by Google | Apache-2.0 |
| word pieces | vocabulary of BERT base, uncased | Apache-2.0 |
| photos | CUB-200-2011, {photographed} of the {classes} species | research use; none is included |
| places | sightings from dated checklists, and places of NABirds photos (Mac Aodha et al. 2019) | none is included |
| method | Mamtani and Thesia, "Fine Grain Classification: Connecting Meta using Cross-Contrastive pre-training" | |

The weights are Apache-2.0. Because the photos behind them were given for research, so should be its use.

## What is simulated

**Place and date of every photo.** The photos came without any. Each training photo is shown with places and dates of
other sightings of its species, and each test photo is asked about at {places} such places, in one-degree cells that no
training record comes from. This is how the paper's own data was made. The figures below therefore say how well places
foretell species, not how well the model does on your photos with their true places.

## What it does not know

* {photoless} of the {classes} species had **no photo** in training, European Starling among them. What it knows of
  their looks comes from the public classifier; the figures for species treated as photo-less say how well that works.
* Records cluster around Chicago, California and New York. `coverage.csv` lists the one-degree cells that have any; maps
  hatch land with fewer than 10 records within 2 degrees. Outside North America it knows nothing.
* A bird outside its list, a drawing or a picture of something else still gets a species. Of a picture that is unlike
  photos of known birds the app says so, below a threshold that `python -m train.demo.unknowns` fits: what that
  catches, and how many known birds it doubts, stands under `unknown` in `figures.json`. Photos of ordinary things, and
  of species without photos in training, were not to be had for this.
* Chicks, young birds and rare plumages are hardly in the photos.
* A date matters less than a place: {undated:.0%} of the training records have none.

## Figures

Written by `python -m train.demo.card`; {classes}-way, on {photos} test photos of {photo_species} species, and on
{prior_rows} records in {cells} held-out cells.

| what | measured |
|---|---|
| photo only, top-1 / top-5 | {t[photo_top1]:.4f} / {t[photo_top5]:.3f} |
| photo with place and date, top-1 / top-5 | {t[photo_place_top1]:.4f} / {t[photo_place_top5]:.3f} |
| plain product of our photo branch and our place prior, top-1 / top-5 | {t[product_top1]:.4f} / {t[product_top5]:.3f} |
| species treated as photo-less ({u[photo_species]:.0f} species, {u[photos]:.0f} photos), photo only, top-1 | \
{u[photo_top1]:.3f} |
| the same with place and date, top-1 | {u[photo_place_top1]:.3f} |
| the same by the plain product, top-1 | {u[product_top1]:.3f} |
| expected calibration error, photo only / with place and date | {t[photo_ece]:.3f} / {t[photo_place_ece]:.3f} |
| place and date alone, right species in the first 10, over records | {t[prior_top10]:.3f} |
| the same, averaged over species | {t[prior_top10_by_species]:.3f} |
| checklist: rank percentile of the species recorded in a held-out cell, among all species | \
{t[checklist_percentile]:.3f} |
| the same, among the species not recorded there | {t[checklist_percentile_absent]:.3f} |

The photo-less figures are those of a second model, trained alike but without any photo of those species. How long to
fine-tune, and how far of that way to go, was chosen with these test figures in sight: they flatter the model a little.
"""


def card_text(
    config: CrossClipConfig, test: dict[str, float], unseen: dict[str, float], training: dict[str, float]
) -> str:
    """Fill the card.

    Args:
        test, unseen: figures of `card_figures`, of the model and on species it saw no photo of.
        training: `photographed` species, share `undated` of records, `places` a test photo is asked at.
    """
    classes = len(config.species)
    return CARD.format(
        classes=classes,
        dim=config.embedding_dim,
        photo=config.photo_encoder,
        size=config.photo_size,
        depth=config.meta_depth,
        encoding=config.place_encoding,
        t=test,
        u=unseen,
        photographed=int(training["photographed"]),
        photoless=classes - int(training["photographed"]),
        undated=training["undated"],
        places=int(training["places"]),
        photos=int(test["photos"]),
        photo_species=int(test["photo_species"]),
        prior_rows=int(test["prior_rows"]),
        cells=int(test["checklist_cells"]),
    )
