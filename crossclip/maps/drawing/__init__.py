"""Maps on paper and in files: figures, films, GeoTIFF."""
