"""Extracts on request, so that imports and start-up do not count: a line IMAGE<tab>MASK<tab>PARAMS in; seconds of reading, seconds of extraction and the number of features out."""
import logging
import sys
import time

import SimpleITK as sitk
from radiomics import featureextractor

logging.getLogger("radiomics").setLevel(logging.ERROR)
for line in sys.stdin:
    image, mask, params = line.rstrip("\n").split("\t")
    extractor = featureextractor.RadiomicsFeatureExtractor(params)
    start = time.perf_counter()
    pair = sitk.ReadImage(image), sitk.ReadImage(mask)
    read = time.perf_counter()
    values = extractor.execute(*pair)
    done = time.perf_counter()
    count = sum(1 for name in values if not name.startswith("diagnostics"))
    print(f"{read - start} {done - read} {count}", flush=True)
