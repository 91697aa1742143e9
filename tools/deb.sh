#!/bin/bash
# Builds the Debian packages in a copy of the sources, so that nothing of it is left in the checkout.
#
#   deb.sh FOLDER     where the packages go; the copy stays there too, so that the next build is quick
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "${1:?the folder for the packages is missing}"
target=$(realpath "$1")
source=$target/source
mkdir -p "$source"

# Files keep their times, so make compiles only what has changed. What has been deleted here is deleted there.
git ls-files -co --exclude-standard | while IFS= read -r file; do [[ -f $file ]] && printf '%s\n' "$file"; done | LC_ALL=C sort >"$target/files"
if [[ -e $target/files.before ]]; then
  LC_ALL=C comm -13 "$target/files" "$target/files.before" | (cd "$source" && xargs -r -d '\n' rm -f)
fi
tar -cf - --verbatim-files-from -T "$target/files" | tar -xf - -C "$source"
mv "$target/files" "$target/files.before"

rm -f "$target"/caseload*.deb "$target"/caseload*.buildinfo "$target"/caseload*.changes
cd "$source"
# The clean-up of debhelper keeps build/ (debian/rules).
if ! dpkg-buildpackage --build=binary --no-sign --jobs="$(nproc)" >"$target/log" 2>&1; then
  tail -n 30 "$target/log" | sed 's/^/    | /' >&2
  printf '\nFAILED: the packages could not be built; the whole log is %s\n' "$target/log" >&2
  exit 1
fi
for file in "$target"/caseload*.deb; do printf '  %s (%s kB)\n' "$file" $(($(stat -c %s "$file") / 1000)); done
