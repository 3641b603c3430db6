"""Voxel-based extraction on request: arguments IMAGE MASK; a line CLASS in, seconds of processor time out."""
import logging
import sys
import time

import radiomics
import SimpleITK as sitk
from radiomics import featureextractor


class Progress:
    """PyRadiomics 3.1.1 calls its progress reporter with arguments that its own default does not take."""

    def __init__(self, *_, **__):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def update(self, *_):
        pass


radiomics._DummyProgressReporter = Progress

logging.getLogger("radiomics").setLevel(logging.ERROR)
image, mask = sitk.ReadImage(sys.argv[1]), sitk.ReadImage(sys.argv[2])
for line in sys.stdin:
    extractor = featureextractor.RadiomicsFeatureExtractor(
        {"setting": {"binWidth": 25}, "imageType": {"Original": {}}, "featureClass": {line.strip(): None}, "voxelSetting": {"kernelRadius": 2}})
    start = time.process_time()
    extractor.execute(image, mask, voxelBased=True)
    print(time.process_time() - start, flush=True)
