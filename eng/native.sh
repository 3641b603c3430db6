#!/usr/bin/env bash
# native.sh [FOLDER]: publishes the tool as one native binary for this machine into FOLDER (artifacts/native where none is named).
# It needs a linker (gcc or clang, zlib1g-dev); the exit status is 3 where there is none.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-artifacts/native}
command -v clang > /dev/null || command -v gcc > /dev/null || { echo "no linker (clang or gcc) on this machine" >&2; exit 3; }
compiler=$(command -v clang || command -v gcc)
dotnet publish src/Radiomics.Survival.Cli -c Release --use-current-runtime -p:PublishAot=true -p:CppCompilerAndLinker="$compiler" \
  -p:StripSymbols=true -o "$folder" -nologo -v quiet
ls -l "$folder/radiomics"
