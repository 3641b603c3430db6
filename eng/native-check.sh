#!/usr/bin/env bash
# native-check.sh: the numbers may not depend on how the tool was compiled nor on the machine it runs on.
#   1. The native tool gives the managed tool's bytes: the demo, features of all image types, a simulated cohort, its study, the calculator
#      and a cohort's tables in Parquet, read again by a study.
#   2. One extraction gives the same bytes compiled just in time, ahead of time (ReadyToRun) and native, with AVX-512, AVX2 and all
#      intrinsics off, on one thread and on two.
# native-check.sh [BINARY]: takes that native tool instead of publishing one. It ends with 3 where there is no linker. The managed tool
# must have been built: dotnet build -c Release.
set -euo pipefail
cd "$(dirname "$0")/.."
managed=$PWD/artifacts/bin/Radiomics.Survival.Cli/release/radiomics
[ -x "$managed" ] || { echo "no managed tool: build the solution in Release first" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
native=$work/bin/radiomics
if [ $# -gt 0 ]; then
  native=$(realpath "$1")
else
  bash eng/native.sh "$work/bin" > "$work/native.txt" 2>&1 || { status=$?; cat "$work/native.txt"; exit "$status"; }
fi
cat > "$work/all.yaml" <<'YAML'
imageType: {Original: {}, Wavelet: {}, LoG: {sigma: [2.0]}, Gradient: {}, LBP2D: {}, Square: {}, Logarithm: {}}
setting: {binWidth: 25, resampledPixelSpacing: [2, 2, 2], normalize: false}
YAML

run() { "$@" > "$work/log.txt" 2>&1 || { echo "failed: $*"; cat "$work/log.txt"; exit 1; }; }

# The folder has one name for both tools, for file names stand in tables.
out=$work/out
for tool in managed native; do
  radiomics=${!tool}
  run "$radiomics" demo --output "$out/demo"
  run "$radiomics" extract "$out/demo/ct" "$out/demo/rtstruct.dcm" --params "$work/all.yaml" -o "$out/features.csv"
  run "$radiomics" simulate -o "$out/simulated"
  run "$radiomics" study --features "$out/simulated/features.csv.gz" --clinical "$out/simulated/cohort.csv" -o "$out/study"
  run "$radiomics" calculator --model "$out/study/model.json" -o "$out/calculator.html"
  printf 'id,image,mask\na,%s,%s\nb,%s,%s\n' "$out/demo/ct" "$out/demo/rtstruct.dcm" "$out/demo/ct" "$out/demo/rtstruct.dcm" > "$out/manifest.csv"
  run "$radiomics" cohort "$out/manifest.csv" -o "$out/cohort"
  mv "$out" "$work/$tool"
done
# What a journal, a log and a run's record say of the time and of the machine is no result.
diff -r -x '*.jsonl' -x '*.journal' -x run.json "$work/managed" "$work/native"
echo "native tool: $(find "$work/native" -type f | wc -l) files, the managed tool's bytes"

# Of OpenSSL a small extraction wants nothing (VoxelDigest.cs).
grid() { printf 'NRRD0004\ntype: short\ndimension: 3\nsizes: 20 20 20\nencoding: ascii\n\n'; seq 8000 | awk "{ print $1 }"; }
grid '$1 % 97' > "$work/image.nrrd"
grid '($1 > 3000 && $1 < 5000)' > "$work/mask.nrrd"
LD_DEBUG=files "$native" extract "$work/image.nrrd" "$work/mask.nrrd" -o "$work/small.csv" 2> "$work/libraries.txt"
! grep 'libssl\.so' "$work/libraries.txt" || { echo "a small extraction loads OpenSSL"; exit 1; }

variants=0
variant() { # NAME TOOL VARIABLES...
  local name=$1 tool=$2; shift 2
  run env "$@" "$tool" extract "$work/managed/demo/ct" "$work/managed/demo/rtstruct.dcm" --params "$work/all.yaml" \
    --threads "${threads:-1}" -o "$work/$name.csv"
  [ -e "$work/first.csv" ] || cp "$work/$name.csv" "$work/first.csv"
  cmp "$work/first.csv" "$work/$name.csv" || { echo "$name gives other bytes"; exit 1; }
  variants=$((variants + 1))
}
variant ready-to-run "$managed" _=
variant just-in-time "$managed" DOTNET_ReadyToRun=0
variant just-in-time-optimised "$managed" DOTNET_ReadyToRun=0 DOTNET_TieredCompilation=0
variant no-avx512 "$managed" DOTNET_EnableAVX512=0 DOTNET_EnableAVX512F=0
variant no-avx2 "$managed" DOTNET_EnableAVX2=0
variant no-intrinsics "$managed" DOTNET_EnableHWIntrinsic=0
threads=2 variant two-threads "$managed" _=
variant native "$native" _=
threads=2 variant native-two-threads "$native" _=
variant native-baseline "$native" DOTNET_EnableAVX2=0
echo "one extraction, $variants ways of compiling and running: the same bytes"
