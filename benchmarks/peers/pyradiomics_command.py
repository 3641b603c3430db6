"""PyRadiomics' own command line: IMAGE MASK PARAMS OUT."""
import sys

from radiomics.scripts import parse_args

image, mask, params, out = sys.argv[1:]
sys.argv = ["pyradiomics", image, mask, "--param", params, "-o", out, "-f", "csv", "--verbosity", "1"]
parse_args()
