#!/usr/bin/env bash
# lines.sh: no line of the project's C# ends beyond column 140. Text of another language (CSS, JavaScript, YAML) in raw strings is not C#.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files -z '*.cs' | xargs -0 perl -CSD -ne '
  chomp;
  if (length > 140 && !$raw) { print "$ARGV:$.: ", length, " columns\n"; $bad = 1 }
  $raw = ($raw + (() = /"""/g)) % 2;
  if (eof) { close ARGV; $raw = 0 }
  END { $? = 1 if $bad }'
