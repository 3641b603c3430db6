#!/usr/bin/env bash
# native.sh [FOLDER]: publishes the tool as native code for this machine into FOLDER (artifacts/native where none is named).
# It needs a linker (clang or gcc) and zlib's headers, and says so with exit status 3 where they are not there. A warning of the trimmer or
# of the native compiler ends it (eng/Native.targets says which of another's assembly does not).
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-artifacts/native}
linker=$(command -v clang || command -v gcc) || { echo "no linker (clang or gcc) here" >&2; exit 3; }
echo '#include <zlib.h>' | "$linker" -E - > /dev/null 2>&1 || { echo "no headers of zlib (zlib1g-dev) here" >&2; exit 3; }
rid=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -1)
publish() { dotnet publish src/Radiomics.Survival.Cli -c Release -r "$rid" -p:PublishAot=true -p:CppCompilerAndLinker="$linker" -nologo -v quiet "$@"; }
# Native code is of one instruction set: what every processor of the kind has, and, beside it, what runs on one with AVX2, which takes over
# there (NativeVariant.cs). NATIVE_BASELINE=1 leaves the second one out, where minutes count.
case ${NATIVE_BASELINE:+baseline-}$rid in
  baseline-* | *win*) publish -o "$folder" ;;
  *-x64)
    other=$(mktemp -d)
    trap 'rm -rf "$other"' EXIT
    publish -o "$other" -p:IlcInstructionSet=x86-64-v3
    publish -o "$folder"
    mv "$other/radiomics" "$folder/radiomics-avx2"
    ;;
  *) publish -o "$folder" ;;
esac
ls -l "$folder"/radiomics*
