#!/bin/bash
# units.sh OUT SIZE FOLDER...: groups the sources of each folder, SIZE in each, as units to compile: what they all include
# is then parsed once, and a build from nothing takes half the time. A unit includes its files; its text changes only
# when its list does. Prints the units.
set -euo pipefail
out=$1 size=$2
shift 2
mkdir -p "$out"
for folder in "$@"; do
  number=0
  while mapfile -t -n "$size" files && ((${#files[@]})); do
    unit=$out/$(basename "$folder")_$((++number)).cpp
    text=$(printf '#include "%s"\n' "${files[@]}")
    [[ -f $unit && $(<"$unit") == "$text" ]] || printf '%s\n' "$text" >"$unit"
    printf '%s\n' "$unit"
  done < <(printf '%s\n' "${folder%/}"/*.cpp | grep -v '/main\.cpp$')
done
