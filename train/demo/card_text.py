"""The words of the demo's model card: what it is, where it came from, what it cannot know, what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
classify: photo ({photo}, {size} px), text (DistilBERT of 2 layers and 128 dimensions, which has read {text_reads}) and
place-and-date (residual network of {depth} layers, encoding `{encoding}`, which also reads elevation, relief, water and
the colour of the land at the place).

## How it was trained

`python -m train.demo --data FOLDER` does all of it, on two processor cores. Of three more models, trained alike, each
never sees a photo of 20 species: they tell how the first treats species without photos.

1. **Aligned start.** The photo encoder starts as a public bird classifier; the singular value decomposition of that
   classifier's last layer gives the photo projection and, for each species, an anchor in the common space.
2. **Adaptation.** The photo encoder learns, all layers, to give that classifier's features as torchvision computes
   them, on training photos of 100 species, without labels.
3. **Pre-training with all six terms**, the photo tower locked: text and place learn towards it. Text has first learned
   to put names where the anchors are. The species' own embeddings stay the anchors: so small a text encoder cannot put
   {classes} names exactly there.
4. **Fine-tuning.** The head starts as the sum of two similarities, photo with species and place with species, each
   carried by units of its own. The units of place and the place encoder learn on, from {records} reported birds, from
   {runs} runs of survey routes ({covered} species, whose absence is known there too) and from {feeder_reports} reports
   of garden feeders. The photo's units stay: labels of photos would buy accuracy on the {photographed} species that
   have photos and cost all others. A second output, *found on a morning's visit*, learns presence and absence from the
   survey runs.
5. One temperature each for photo alone, place and date alone, and both, on validation photos and the photos of another
   source, at validation places.

## Sources and licences

| what | source | licence |
|---|---|---|
| start of the photo encoder | MobileNetV2 of 965 iNaturalist bird classes, published by Google | Apache-2.0 |
| word pieces | vocabulary of BERT base, uncased | Apache-2.0 |
| photos | CUB-200-2011, {photographed} of the {classes} species | research use; none is included |
| places | sightings from dated checklists, and places of NABirds photos (Mac Aodha et al. 2019) | none is included |
| surveys | North American Breeding Bird Survey Dataset, US Geological Survey, compiled by N. Clark | public domain |
| feeders | Project FeederWatch: participants, Cornell Lab of Ornithology, Birds Canada | none is included |
| environment | NOAA ETOPO, NASA Earth Observatory (Blue Marble), Natural Earth | public domain |
| method | Mamtani and Thesia, "Fine Grain Classification: Connecting Meta using Cross-Contrastive pre-training" | |

The weights are Apache-2.0. Because the photos behind them were given for research, so should be its use.

## What is simulated

**Place and date of every photo.** The photos came without any. Each test photo is asked about at {places:.0f} places
and dates of other sightings of its species, in two-degree cells that no training record comes from. This is how the
paper's own data was made. The figures below therefore say how well places foretell species, not how well the model does
on your photos with their true places.

## What it does not know

* {photoless} of the {classes} species had **no photo** in training, European Starling among them. What it knows of
  their looks comes from the public classifier.
* {summer_only} species rest on surveys of May to July alone: of their other seasons nothing is known, and maps hatch
  them there.
* Records cluster around Chicago, California and New York. `coverage.csv` lists the one-degree cells and months that
  have any; maps hatch land with fewer than 10 records of the season within 2 degrees. Outside North America it knows
  nothing.
* In the far north records are few: expect ranges drawn from the colour of the ground. Where a map is wrong that we
  looked at: Snowy Owl and Bald Eagle in northern Canada in summer.
* A bird outside its list, a drawing or a picture of something else still gets a species. Of a picture that is unlike
  photos of known birds the app says so, below a threshold that `python -m train.demo.unknowns` fits: what that
  catches, and how many known birds it doubts, stands under `unknown` in `figures.json`.
* Chicks, young birds and rare plumages are hardly in the photos.
* A date matters less than a place: {undated:.0%} of the training records have none.

## Figures

Written by `python -m train.demo.card`. Species are {classes}; what is called held out took no part in any training.

### Nothing falls below where it starts

Top-1 after each stage, on photos that no stage saw: of 20 species held out, the mean of {draws} draws, and of listed
birds from another source ({check[photos]:.0f} photos of {check[photo_species]:.0f} species). In brackets with place and
date.

| stage | held-out species | photos of another source |
|---|---|---|
{stages}

### Photos

| | photos / species | photo only | with place and date | plain product | better than the product by |
|---|---|---|---|---|---|
{photos}

Expected calibration error, in the same order of rows, photo only / with place and date: {calibration}.

CUB's test photos are of species whose other photos helped to adapt the photo encoder; they decide nothing. The
photos of another source chose three temperatures and no more.

### Places, in two-degree cells without any training record

| what | measured |
|---|---|
| right species in the first 10 by place and date alone, over {p[prior_rows]:,} records | {p[prior_top10]:.3f} |
| the same, averaged over species | {p[prior_top10_by_species]:.3f} |
| the same by season: {seasons_named} | {seasons} |
| averaged over species that surveys cover / do not cover | {p[covered_top10]:.3f} / {p[uncovered_top10]:.3f} |
| chickadees / warblers, none of which surveys cover | {p[chickadees_top10]:.3f} / {p[uncovered_warblers_top10]:.3f} |
| rank percentile of the species recorded in a one-degree cell, among all species | {p[checklist_percentile]:.3f} |
| the same, among the species not recorded there | {p[checklist_percentile_absent]:.3f} |
| calibration error of the first answer | {p[prior_ece]:.3f} |
| presence against absence on {p[runs]:,} survey runs, {p[route_species]} species, mean AUC of the place answer | \
{p[route_auc]:.3f} |
| the same of "found on a morning's visit" | {p[visit_auc]:.3f} |
| calibration error of "found on a morning's visit" | {p[visit_ece]:.3f} |
| a species' own feeders against the others', {p[feeder_species]} species, mean AUC | {p[feeder_auc]:.3f} |

How often a species was found on a survey run, by how probable "found on a morning's visit" was:

| said | found | cases |
|---|---|---|
{visits}

Ten species of passage, each at a town where it is not met in one season: the least and the greatest probability over
the weeks of a year.

| species | town | least (week) | greatest (week) |
|---|---|---|---|
{migrants}
"""

PHOTO_ROWS = {"held_out": "species held out", "check": "photos of another source", "test": "CUB's test photos"}


def card_text(config: CrossClipConfig, figures: dict[str, Any]) -> str:
    """Fill the card with what `train.demo.measure.demo_figures` measured."""
    facts, places = figures["training"], figures["places"]
    classes = len(config.species)
    return CARD.format(
        classes=classes,
        dim=config.embedding_dim,
        photo=config.photo_encoder,
        size=config.photo_size,
        depth=config.meta_depth,
        encoding=config.place_encoding,
        text_reads=config.text_reads,
        photographed=facts["photographed"],
        photoless=classes - facts["photographed"],
        summer_only=facts["summer_only"],
        covered=facts["covered"],
        records=f"{facts['records']:,}",
        runs=f"{facts['runs']:,}",
        feeder_reports=f"{facts['feeder_reports']:,}",
        undated=facts["undated"],
        places=facts["places"],
        draws=figures["draws"],
        check=figures["check"],
        p=places,
        stages="\n".join(map(_stage_row, figures["stages"])),
        photos="\n".join(_photo_row(label, figures[name]) for name, label in PHOTO_ROWS.items()),
        calibration="; ".join(
            f"{figures[name]['photo_ece']:.3f} / {figures[name]['photo_place_ece']:.3f}" for name in PHOTO_ROWS
        ),
        seasons_named=", ".join(places["prior_top10_by_season"]),
        seasons=" / ".join(f"{value:.3f}" for value in places["prior_top10_by_season"].values()),
        visits=_rows(
            [f"{line['said']:.2f}", f"{line['found']:.2f}", f"{line['rows']:,}"] for line in places["visit_reliability"]
        ),
        migrants=_rows(
            [name, year["town"], _week(year, "least"), _week(year, "most")] for name, year in places["migrants"].items()
        ),
    )


def _rows(lines: Any) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _stage_row(line: dict[str, Any]) -> str:
    def told(branches: dict[str, float]) -> str:
        joined = f" ({branches['photo+place+date']:.3f})" if "photo+place+date" in branches else ""
        return f"{branches['photo']:.3f}{joined}" if branches else ""

    return f"| {line['stage']} | {told(line['held_out'])} | {told(line['check'])} |"


def _photo_row(label: str, figures: dict[str, float]) -> str:
    cells: Sequence[str] = (
        label,
        f"{figures['photos']:.0f} / {figures['photo_species']:.0f}",
        f"{figures['photo_top1']:.3f}",
        f"{figures['photo_place_top1']:.3f}",
        f"{figures['product_top1']:.3f}",
        f"{100 * figures['gain']:+.1f} points ({100 * figures['gain_low']:+.1f} to {100 * figures['gain_high']:+.1f})",
    )
    return f"| {' | '.join(cells)} |"


def _week(year: dict[str, Any], end: str) -> str:
    return f"{year[end]:.2%} ({year[f'{end}_week']})"
