#!/usr/bin/env bash
# Packs every package into a feed in a temporary folder and uses them from there, outside the repository, as somebody else would:
#   1. each docs/samples/task-*.cs in a project of its own that references the packages it needs, warnings as errors;
#   2. a project that references Survival.Models and System.Numerics.Tensors 11 (our lower bound is 10), warnings as errors.
# A task has three usings at most and no alias, compiles without a warning and ends with 0.
# bash eng/consumer.sh [--no-build]   --no-build packs what a build of the solution in Release left. It prints one line of the consumers
# at its end, after what went wrong.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD work=$(mktemp -d) no_build=false
[ "${1:-}" = --no-build ] && no_build=true
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props | head -1)
failed=0 names=()

fail() { echo "consumers: $1"; exit 1; }
projects() { printf '<Projects Include="%s" />' "$@"; }

# All packages by one run of MSBuild, but the tool, which nobody references, and the adapter of fo-dicom, which has a solution of its own.
libraries=()
for project in src/*/*.csproj; do
  case $project in *.Cli.csproj | *.FoDicom.csproj) ;; *) libraries+=("$root/$project") ;; esac
done
cat > "$work/pack.proj" <<END
<Project>
  <ItemGroup>$(projects "${libraries[@]}")</ItemGroup>
  <PropertyGroup><Common>Configuration=Release;PackageOutputPath=$work/feed;NoBuild=$no_build</Common></PropertyGroup>
  <Target Name="Pack">
    <MSBuild Condition="!$no_build" Projects="@(Projects)" Targets="Restore" Properties="Configuration=Release;Graph=\$([System.Guid]::NewGuid())" />
    <MSBuild Projects="@(Projects)" Targets="Pack" BuildInParallel="true" Properties="\$(Common)" />
  </Target>
</Project>
END
dotnet msbuild "$work/pack.proj" -nologo -v:quiet -m > "$work/pack.txt" 2>&1 || { tail -20 "$work/pack.txt"; fail "packing failed"; }

# Third-party packages that this machine has are not fetched anew; the family's come from the feed.
machine=${NUGET_PACKAGES:-$HOME/.nuget/packages} fallback=
[ -d "$machine" ] && [ ! -d "$machine/survival.models" ] && fallback="<fallbackPackageFolders><add key=\"machine\" value=\"$machine\" /></fallbackPackageFolders>"
cat > "$work/nuget.config" <<END
<configuration>
  <config><add key="globalPackagesFolder" value="$work/packages" /></config>
  $fallback
  <packageSources><clear /><add key="feed" value="$work/feed" /><add key="nuget.org" value="https://api.nuget.org/v3/index.json" /></packageSources>
</configuration>
END

# NAME PROGRAM PACKAGE... (a package may be Name@version)
consumer() {
  local name=$1 program=$2 package; shift 2
  mkdir -p "$work/$name"
  grep -v '^#:' "$program" > "$work/$name/Program.cs"
  if [ "$(grep -c '^using ' "$work/$name/Program.cs")" -gt 3 ] || grep -qE 'global::|^using [A-Za-z]+ *=' "$work/$name/Program.cs"; then
    echo "$name: more than 3 usings, or an alias"; failed=$((failed + 1))
  fi
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>'
    echo '<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors>'
    echo '<NuGetAudit>false</NuGetAudit><SatelliteResourceLanguages>en</SatelliteResourceLanguages></PropertyGroup><ItemGroup>'
    for package in "$@"; do
      case $package in *@*) echo "<PackageReference Include=\"${package%@*}\" Version=\"${package#*@}\" />" ;;
        *) echo "<PackageReference Include=\"$package\" Version=\"$version\" />" ;;
      esac
    done
    echo '</ItemGroup></Project>'
  } > "$work/$name/$name.csproj"
  names+=("$name")
}

for sample in docs/samples/task-*.cs; do
  # shellcheck disable=SC2046
  consumer "$(basename "$sample" .cs)" "$sample" $(sed -n 's:^#\:project .*/\([^/]*\)\.csproj$:\1:p' "$sample")
done
cat > "$work/tensors.cs" <<'END'
using System.Numerics.Tensors;
using Survival.Models;
using Survival.Models.Cox;

double[] x = [1, 2, 3, 4, 5, 6, 7, 8];
var cohort = Cohort.FromColumns([4, 3, 6, 2, 7, 5, 1, 8], [true, true, false, true, true, false, true, true], ("x", x));
return TensorPrimitives.Sum<double>(x) == 36 && double.IsFinite(CoxModel.Fit(cohort, ["x"]).Coefficients[0]) ? 0 : 1;
END
consumer tensors-11 "$work/tensors.cs" Survival.Models System.Numerics.Tensors@11.0.0

cat > "$work/consumers.proj" <<END
<Project>
  <ItemGroup>$(projects "${names[@]/#/$work/}" | sed 's:Include="\([^"]*\)/\([^"/]*\)":Include="\1/\2/\2.csproj":g')</ItemGroup>
  <Target Name="Build">
    <MSBuild Projects="@(Projects)" Targets="Restore" Properties="Configuration=Release;Graph=1" ContinueOnError="ErrorAndContinue" />
    <MSBuild Projects="@(Projects)" Targets="Build" BuildInParallel="true" Properties="Configuration=Release" ContinueOnError="ErrorAndContinue" />
  </Target>
</Project>
END
dotnet msbuild "$work/consumers.proj" -nologo -v:quiet -m > "$work/build.txt" 2>&1 || grep -E 'error|warning' "$work/build.txt" | sort -u | head -20

for name in "${names[@]}"; do
  program=$work/$name/bin/Release/net10.0/$name.dll
  [ -e "$program" ] || { echo "$name does not compile"; failed=$((failed + 1)); continue; }
  dotnet "$program" > "$work/$name.txt" 2>&1 || { echo "$name failed:"; tail -20 "$work/$name.txt"; failed=$((failed + 1)); }
done

[ "$failed" -eq 0 ] || fail "$failed of ${#names[@]} failed"
echo "consumers: ${#names[@]} passed (${names[*]})"
