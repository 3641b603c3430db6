"""Maps of PyRadiomics 3.1.1 under settings that change its matrices: weights, one order of pairs, distances, many levels.

    python pyradiomics_maps.py > pyradiomics.json

The region has a voxel without neighbours and a flat corner, so that windows without pairs and with one level occur.
"""

import json
import logging
import sys

import numpy as np
import radiomics
import SimpleITK as sitk
from radiomics import featureextractor


class NoProgress:
    def __init__(self, items=None, *args, **kwargs):
        self.items = items

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def __iter__(self):
        return iter(self.items)

    def update(self, *args):
        pass


radiomics._DummyProgressReporter = NoProgress
radiomics.logger.setLevel(logging.CRITICAL)

rng = np.random.default_rng(20261128)
voxels = rng.integers(0, 200, (4, 7, 8)).astype(np.int16)
voxels[:2, :3, :3] = 50
mask = np.zeros(voxels.shape, np.uint8)
mask[:2, :3, :3] = 1
mask[1:3, 3:5, 4:6] = 1
mask[3, 6, 0] = 1
spacing = (0.7, 1.1, 1.6)
image, label = sitk.GetImageFromArray(voxels), sitk.GetImageFromArray(mask)
image.SetSpacing(spacing)
label.SetSpacing(spacing)

CASES = [
    ("no_weighting", {"weightingNorm": "no_weighting"}, {"maskedKernel": True}),
    ("euclidean", {"weightingNorm": "euclidean", "distances": [1, 2]}, {"maskedKernel": True}),
    ("manhattan", {"weightingNorm": "manhattan"}, {"maskedKernel": False}),
    ("infinity", {"weightingNorm": "infinity", "force2D": True}, {"maskedKernel": True}),
    ("asymmetric", {"symmetricalGLCM": False}, {"maskedKernel": True}),
    ("asymmetric2", {"symmetricalGLCM": False, "distances": [2]}, {"maskedKernel": True, "kernelRadius": 2}),
    ("levels", {"binWidth": 0.2}, {"maskedKernel": True}),
    ("plain", {}, {"maskedKernel": True}),
]


def values(array):
    """Real numbers; what is complex (MCC of a defective matrix) or not a number is left out as null."""
    return [float(v) if np.isfinite(v) else None for v in array]


out = {"size": voxels.shape[::-1], "spacing": spacing, "image": voxels.ravel().tolist(), "mask": mask.ravel().tolist(), "cases": []}
for name, settings, voxel in CASES:
    own = {"binWidth": 25, **settings}
    extractor = featureextractor.RadiomicsFeatureExtractor(**own, **voxel, voxelBatch=-1)
    extractor.disableAllFeatures()
    extractor.enableFeatureClassByName("glcm")
    extractor.enableFeatureClassByName("glrlm")
    extractor.enableFeatureClassByName("gldm")
    extractor.enableFeatureClassByName("ngtdm")
    maps = {}
    for key, found in extractor.execute(image, label, voxelBased=True).items():
        if not isinstance(found, sitk.Image) or key.endswith("MCC"):
            continue
        whole = sitk.Image(label.GetSize(), sitk.sitkFloat64)
        whole.CopyInformation(label)
        array = sitk.GetArrayFromImage(sitk.Resample(found, whole, sitk.Transform(), sitk.sitkNearestNeighbor, float("nan"), sitk.sitkFloat64))
        maps[key] = values(array[mask > 0])
    out["cases"].append({"name": name, "setting": own, "voxelSetting": voxel, "maps": maps})
    print(name, len(maps), file=sys.stderr)
json.dump(out, sys.stdout, separators=(",", ":"))
