#!/usr/bin/env bash
# Packs every package into a feed in a temporary folder and uses them from there, outside the repository, as somebody else would:
#   1. each docs/samples/task-*.cs in a project that references the packages it needs, warnings as errors;
#   2. a project that references Survival.Models and System.Numerics.Tensors 11 (our lower bound is 10), warnings as errors.
# bash eng/consumer.sh [PACKED_FEED]   The last line is "N consumers passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD work=$(mktemp -d) feed=${1:-}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
trap 'rm -rf "$work"' EXIT

if [ -z "$feed" ]; then
  feed=$work/feed
  for project in src/*/*.csproj; do
    case $project in *Cli*) continue ;; esac
    dotnet pack "$project" -c Release -o "$feed" -v quiet || { echo "packing $project failed"; exit 1; }
  done
fi
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props | head -1)
passed=0 failed=0

cat > "$work/nuget.config" <<END
<configuration>
  <config><add key="globalPackagesFolder" value="$work/packages" /></config>
  <packageSources><clear /><add key="feed" value="$feed" /><add key="nuget.org" value="https://api.nuget.org/v3/index.json" /></packageSources>
</configuration>
END

# NAME PROGRAM PACKAGE... (a package may be Name@version)
consume() {
  local name=$1 program=$2; shift 2
  local folder=$work/$name
  mkdir -p "$folder"
  grep -v '^#:' "$program" > "$folder/Program.cs"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>'
    echo '<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup><ItemGroup>'
    for package in "$@"; do
      case $package in *@*) v=${package#*@} ;; *) v=$version ;; esac
      echo "<PackageReference Include=\"${package%@*}\" Version=\"$v\" />"
    done
    echo '</ItemGroup></Project>'
  } > "$folder/$name.csproj"
  usings=$(grep -c '^using ' "$folder/Program.cs")
  if [ "$usings" -gt 3 ] || grep -qE 'global::|^using [A-Za-z]+ *=' "$folder/Program.cs"; then
    echo "$name: $usings usings (3 at most), or an alias"; failed=$((failed + 1)); return
  fi
  if dotnet run -c Release --project "$folder/$name.csproj" -- > "$folder/out.txt" 2>&1; then
    echo "$name passed"; passed=$((passed + 1))
  else
    echo "$name failed"; tail -20 "$folder/out.txt"; failed=$((failed + 1))
  fi
}

for sample in docs/samples/task-*.cs; do
  packages=$(sed -n 's:^#\:project .*/\([^/]*\)\.csproj$:\1:p' "$sample")
  consume "$(basename "$sample" .cs)" "$sample" $packages
done

cat > "$work/tensors.cs" <<'END'
using System.Numerics.Tensors;
using Survival.Models;
using Survival.Models.Cox;

double[] x = [1, 2, 3, 4, 5, 6, 7, 8];
var cohort = Cohort.FromColumns([4, 3, 6, 2, 7, 5, 1, 8], [true, true, false, true, true, false, true, true], ("x", x));
return TensorPrimitives.Sum<double>(x) == 36 && double.IsFinite(CoxModel.Fit(cohort, ["x"]).Coefficients[0]) ? 0 : 1;
END
consume tensors-11 "$work/tensors.cs" Survival.Models System.Numerics.Tensors@11.0.0

echo "$passed consumers passed, $failed failed"
[ "$failed" -eq 0 ]
