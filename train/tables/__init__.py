"""The one table of photos and sightings, and how it and its photos are stored."""
