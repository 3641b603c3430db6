#!/usr/bin/env bash
# Builds the site of the documentation into artifacts/docs: the pages of docs and, from the XML comments, docs/api (neither is committed).
# bash eng/docs.sh [--no-build]   --no-build takes the libraries as they lie in artifacts/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_ROLL_FORWARD=Major

if [ "${1:-}" != --no-build ]; then
  for project in src/*/*.csproj; do
    case $project in *Cli*) continue ;; esac
    dotnet build "$project" -c Release -v quiet -p:RunAnalyzers=false -p:TrackPublicApi=false
  done
fi
dotnet tool restore > /dev/null
rm -rf docs/api artifacts/docs
dotnet docfx docs/docfx.json --logLevel warning
echo "$(ls docs/api/*.yml | wc -l) pages of the API; the site is in artifacts/docs (dotnet docfx serve artifacts/docs)"
