#!/usr/bin/env bash
# Writes a CycloneDX bill of materials of the tool, with everything it carries, to artifacts/sbom/radiomics.json.
# The generator is a dotnet tool (.config/dotnet-tools.json).
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_ROLL_FORWARD=Major
dotnet tool restore > /dev/null
dotnet restore src/Radiomics.Survival.Cli -v quiet
dotnet dotnet-CycloneDX src/Radiomics.Survival.Cli/Radiomics.Survival.Cli.csproj --output artifacts/sbom --filename radiomics.json --output-format Json \
  --disable-package-restore --base-intermediate-output-path "$PWD/artifacts/obj" --exclude-dev "$@"
