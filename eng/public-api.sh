#!/usr/bin/env bash
# Writes down the public API of every package anew: what PublicAPI.Shipped.txt does not list goes into PublicAPI.Unshipped.txt.
# Look at the difference that it leaves: a line that goes or changes is a promise broken.
set -euo pipefail
cd "$(dirname "$0")/.."
# The adapter of fo-dicom needs a package that is not served everywhere: name its project to have it written.
all=$(ls src/*/*.csproj | grep -v FoDicom)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
log=$(mktemp)
for project in ${1:-$all}; do
  folder=$(dirname "$project")
  [ -e "$folder/PublicAPI.Shipped.txt" ] || echo '#nullable enable' > "$folder/PublicAPI.Shipped.txt"
  echo '#nullable enable' > "$folder/PublicAPI.Unshipped.txt"
done
# The analyzer says of each symbol that is not listed how it is to be listed.
for project in ${1:-src/Radiomics.Survival.Cli/*.csproj $all}; do
  dotnet build "$project" -c Release -nologo -v quiet -p:TreatWarningsAsErrors=false -p:MSBuildTreatWarningsAsErrors=false -p:Precompile=false \
    -p:RunAnalyzers=true "-clp:NoSummary" >> "$log" || true
done
for project in ${1:-$all}; do
  folder=$(dirname "$project")
  { echo '#nullable enable'
    grep -F "$(basename "$project")]" "$log" | grep -oE "RS0016: Symbol '.*' is not part of the declared" | sed -E "s/^RS0016: Symbol '//; s/' is not part of the declared\$//" | LC_ALL=C sort -u
  } > "$folder/PublicAPI.Unshipped.txt"
  wc -l "$folder/PublicAPI.Unshipped.txt"
done
rm -f "$log"
