"""Extracts on request, so that imports and start-up do not count: a line IMAGE<tab>MASK<tab>PARAMS in, seconds and peak MB out."""
import logging
import resource
import sys
import time

from radiomics import featureextractor

logging.getLogger("radiomics").setLevel(logging.ERROR)
for line in sys.stdin:
    image, mask, params = line.rstrip("\n").split("\t")
    extractor = featureextractor.RadiomicsFeatureExtractor(params)
    start = time.perf_counter()
    values = extractor.execute(image, mask)
    seconds = time.perf_counter() - start
    count = sum(1 for name in values if not name.startswith("diagnostics"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds} {peak} {count}", flush=True)
