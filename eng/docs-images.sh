#!/usr/bin/env bash
# Draws the pictures of the documentation anew: figures of a study of the simulated cohort. The same sources give the same bytes.
# bash eng/docs-images.sh [TOOL]   TOOL is the command radiomics; without, the project is run.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -gt 0 ]; then tool=("$@"); else tool=(dotnet run -c Release --project src/Radiomics.Survival.Cli --); fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${tool[@]}" simulate -o "$work/simulated" > /dev/null
"${tool[@]}" study --features "$work/simulated/features.csv.gz" --clinical "$work/simulated/cohort.csv" \
    --second-reader "$work/simulated/features_reader2.csv" --split set --folds foldid \
    --pipeline-bootstraps 0 --figures svg -o "$work/study" > /dev/null
for name in kaplan-meier:fig3_kaplan_meier forest:fig9_forest nomogram:fig5_nomogram calibration:fig6_calibration; do
  cp "$work/study/figures/${name#*:}.svg" "docs/images/${name%%:*}.svg"
done
echo "docs/images: $(ls docs/images | wc -l) pictures"
