#!/usr/bin/env bash
# native-order.sh [PROPERTY...]: writes eng/native-order.txt anew, the methods that the native tool runs for extractions and its help, in the
# order in which they are first called. eng/Native.targets has the compiler lay them side by side. What is no longer in the list, or not
# yet, costs some memory and nothing else; write it anew before a release. x64 Linux with gcc and binutils.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish src/Radiomics.Survival.Cli -c Release -r linux-x64 -p:PublishAot=true -p:CppCompilerAndLinker=gcc -nologo -v quiet \
  -p:IlcInstructionSet=x86-64-v3 -p:NativeOrder=false -o "$work/bin" "$@"
tool=$work/bin/radiomics
symbols=artifacts/bin/Radiomics.Survival.Cli/release_linux-x64/native/radiomics.dbg
read -r start size < <(readelf -SW "$tool" | sed -n 's/.* __managedcode *[A-Z]* *\([0-9a-f]*\) [0-9a-f]* \([0-9a-f]*\) .*/\1 \2/p')
end=$(printf '%016x' $((0x$start + 0x$size)))
# A line an address: the compiler gives one body several names.
nm -n "$symbols" | awk -v from="$start" -v to="$end" 'NF == 3 && "x" $1 >= "x" from && "x" $1 < "x" to {
  printf "%s%s", "x" $1 == last ? "" : line $1, " " $3; line = "\n"; last = "x" $1 } END { print "" }' > "$work/list"
gcc -O1 -Wall -shared -fPIC eng/native-order.c -o "$work/order.so"

traced() {
  env LD_PRELOAD="$work/order.so" NATIVE_ORDER_PROGRAM="$tool" NATIVE_ORDER_LIST="$work/list" NATIVE_ORDER_OUT="$work/called" \
    "$tool" "$@" > /dev/null 2>> "$work/log" || { cat "$work/log"; exit 1; }
}
# An image of floating point and one of integers, a large region and a small one, each format that a small image comes in.
nrrd() { # TYPE EXPRESSION of x, y and z
  printf 'NRRD0004\ntype: %s\ndimension: 3\nsizes: 100 90 30\nspace: left-posterior-superior\n' "$1"
  printf 'space directions: (1,0,0) (0,1,0) (0,0,3)\nspace origin: (0,0,0)\nencoding: ascii\n\n'
  awk "BEGIN { for (z = 0; z < 30; z++) for (y = 0; y < 90; y++) for (x = 0; x < 100; x++) print $2 }"
}
wave='50 * sin(x / 7) * cos(y / 5) * sin(z / 3) + (x * 7919 + y * 104729 + z * 1299709) % 61'
nrrd float "8 * ($wave) + 0.25" > "$work/float.nrrd"
nrrd short "int($wave)" > "$work/short.nrrd"
nrrd uchar '((x - 50)^2 + (y - 45)^2 + (2.8 * (z - 15))^2 < 1600)' > "$work/large.nrrd"
nrrd int '((x - 50)^2 + (y - 45)^2 + (2.8 * (z - 15))^2 < 200)' > "$work/small.nrrd"
for name in float large; do "$tool" convert "$work/$name.nrrd" "$work/$name.nii.gz" 2>> "$work/log"; done
for name in short small; do "$tool" convert "$work/$name.nrrd" "$work/$name-raw.nrrd" 2>> "$work/log"; done
"$tool" demo --output "$work/demo" > /dev/null 2>> "$work/log"
printf 'setting: {binWidth: 25, label: 1}\nimageType: {Original: {}, Wavelet: {}}\n' > "$work/paper.yaml"
for inputs in float.nii.gz,large.nii.gz short-raw.nrrd,small-raw.nrrd demo/ct,demo/rtstruct.dcm; do
  traced extract "$work/${inputs%,*}" "$work/${inputs#*,}" --params "$work/paper.yaml" --threads 1 -o "$work/features.csv"
done
traced --help
tr ' ' '\n' < "$work/called" | awk '!seen[$0]++' > eng/native-order.txt
echo "eng/native-order.txt: $(wc -l < eng/native-order.txt) methods"
