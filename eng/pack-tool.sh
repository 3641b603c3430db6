#!/usr/bin/env bash
# Packs the tool. `dotnet pack src/Radiomics.Survival.Cli` alone makes three packages on a machine with a linker: the one to install
# (Radiomics.Survival.Cli), a native one for this machine and one of plain IL for any other. For several kinds of machine:
#   bash eng/pack-tool.sh native FEED            on each kind of machine (native code is compiled where it runs): its own package;
#   bash eng/pack-tool.sh pointer FEED RID...    on one of them: the package to install, which points to those and to `any`, and `any`.
# For example: pointer feed linux-x64 linux-arm64 win-x64 osx-arm64. Push all of a feed together.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
what=${1:?native or pointer} feed=${2:?folder}
shift 2
pack() { dotnet pack src/Radiomics.Survival.Cli -c Release -o "$feed" -nologo -v quiet "$@"; }
case $what in
  native)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    bash eng/native.sh "$work"
    avx2=$work/radiomics-avx2
    [ -e "$avx2" ] || avx2=
    pack -r "$(dotnet --info | sed -n 's/^ *RID: *//p' | head -1)" -p:PublishAot=true -p:NativeAvx2="$avx2"
    ;;
  pointer)
    list=$(printf '%s;' "$@")any
    pack -p:PublishAot=true "-p:ToolPackageRuntimeIdentifiers=\"$list\""
    pack -r any -p:NativeTool=false
    ;;
  *) echo "native or pointer?" >&2; exit 2 ;;
esac
ls -l "$feed"
