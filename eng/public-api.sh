#!/usr/bin/env bash
# Writes down the public API of every package anew: what PublicAPI.Shipped.txt does not list goes into PublicAPI.Unshipped.txt.
# Look at the difference that it leaves: a line that goes or changes is a promise broken.
set -euo pipefail
cd "$(dirname "$0")/.."
export TrackPublicApi=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
for project in ${1:-src/*/*.csproj}; do
  echo '#nullable enable' > "$(dirname "$project")/PublicAPI.Unshipped.txt"
  dotnet restore "$project" --verbosity quiet
  # A generated file keeps its line order from run to run only when it is sorted.
  dotnet format analyzers "$project" --no-restore --severity warn --diagnostics RS0016 RS0037
  { echo '#nullable enable'; grep -v '^#nullable enable' "$(dirname "$project")/PublicAPI.Unshipped.txt" | LC_ALL=C sort -u; } > "$project.api" || true
  mv "$project.api" "$(dirname "$project")/PublicAPI.Unshipped.txt"
  wc -l "$(dirname "$project")/PublicAPI.Unshipped.txt"
done
