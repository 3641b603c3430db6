#!/usr/bin/env bash
# native-check.sh: the native tool must give the managed tool's bytes: the demo's features and report, an extraction, a study of a simulated cohort.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bash eng/native.sh "$work/bin"
managed=(dotnet run --no-build -c Release --project src/Radiomics.Survival.Cli --)
native=("$work/bin/radiomics")
for tool in managed native; do
  declare -n run=$tool
  # The same folder name for both: file names stand in tables.
  out="$work/out"
  "${run[@]}" demo --output "$out/demo"
  "${run[@]}" simulate -o "$out/simulated"
  "${run[@]}" study --features "$out/simulated/features.csv.gz" --clinical "$out/simulated/cohort.csv" -o "$out/study"
  "${run[@]}" calculator --model "$out/study/model.json" -o "$out/calculator.html"
  mv "$out" "$work/$tool"
done
diff -r "$work/managed" "$work/native" && echo "native and managed tool: $(find "$work/native" -type f | wc -l) files, the same bytes"
