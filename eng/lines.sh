#!/usr/bin/env bash
# lines.sh: no line of the project's C# ends beyond column 140.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files '*.cs' | xargs awk 'length > 140 { printf "%s:%d: %d columns\n", FILENAME, FNR, length; bad++ } END { exit bad > 0 }'
