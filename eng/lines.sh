#!/usr/bin/env bash
# lines.sh: no line of the project's C# ends beyond column 140. Text of another language (CSS, JavaScript, YAML) in raw strings is not C#.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files -z '*.cs' | xargs -0 awk '
  FNR == 1 { raw = 0 }
  length > 140 && !raw { printf "%s:%d: %d columns\n", FILENAME, FNR, length; bad++ }
  { raw = (raw + gsub(/"""/, "")) % 2 }
  END { exit bad > 0 }'
