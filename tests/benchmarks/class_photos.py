"""A hundred photos at once, and what another person waits meanwhile. `python tests/benchmarks/class_photos.py`

The photos are dropped and looked at as the page *Many photos* does it, without a browser; beside them a thread asks
again and again for the answer at a new pin, as another session would.
"""

from __future__ import annotations

import argparse
import sys
import time
from threading import Event, Thread

import numpy as np
from server import ROOT, photo_file

sys.path.insert(0, str(ROOT))

from crossclip.predict import Predictor
from crossclip.sighting import Sighting
from pages.many.lines import roll_lines
from pages.many.roll import Roll

PAUSE = 0.2  # seconds between two questions of the other person


def ask(predictor: Predictor, stop: Event, waits: list[float]) -> None:
    """Move the pin of a photo until told to stop; note how long each answer takes."""
    embedding = predictor.embed_photos([photo_file(1)["buffer"]])
    random = np.random.default_rng(0)
    while not stop.is_set():
        place = Sighting(random.uniform(-120, -70), random.uniform(30, 50))
        start = time.perf_counter()
        predictor.identify(embedding, place)
        waits.append(time.perf_counter() - start)
        stop.wait(PAUSE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--size", type=int, nargs=2, default=(4000, 3000), metavar=("W", "H"), help="pixels of a photo")
    parser.add_argument("--model", default=str(ROOT / "assets" / "demo"))
    options = parser.parse_args()
    predictor = Predictor.from_pretrained(options.model)
    predictor.load_photo()
    content = photo_file(0, *options.size)["buffer"]
    roll = Roll(predictor)
    # Each photo is a little different: the same content would be one photo.
    roll.take_in((f"{i}.jpg", content + bytes([i % 256])) for i in range(options.photos))
    waits: list[float] = []
    stop = Event()
    other = Thread(target=ask, args=(predictor, stop, waits))
    other.start()
    start, work = time.perf_counter(), time.process_time()
    while roll.waiting:
        roll.look()
    looked = time.perf_counter() - start
    lines = roll_lines(roll, Sighting(-74, 40.7))
    seconds, work = time.perf_counter() - start, time.process_time() - work
    stop.set()
    other.join()
    print(
        f"{len(lines)} photos of {options.size[0]} x {options.size[1]}: {seconds:.1f} s, {seconds - looked:.2f} of "
        f"them for the table; {work:.1f} s of processor time"
    )
    print(
        f"a pin meanwhile: {np.median(waits):.3f} s, 95 % within {np.percentile(waits, 95):.3f} s, {len(waits)} answers"
    )


if __name__ == "__main__":
    main()
