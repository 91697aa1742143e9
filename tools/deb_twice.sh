#!/bin/bash
# Builds the packages a second time, in another folder with a longer name, at another time, in another locale and time zone and
# without ccache, and compares the bytes.
#
#   deb_twice.sh FOLDER     where the first build is
set -euo pipefail
cd "$(dirname "$0")/.."
first=$(realpath "$1")
copy=$(mktemp -d /tmp/caseload-built-in-another-folder.XXXXXX)
trap 'rm -rf "$copy"' EXIT
git clone --quiet --no-hardlinks . "$copy/checkout"
# Changes that are not committed yet belong to the first build too.
tar -cf - --verbatim-files-from -T "$first/files.before" | tar -xf - --touch -C "$copy/checkout"
echo "Building the packages again in $copy"
(cd "$copy/checkout" && umask 077 && CCACHE_DISABLE=1 TZ=Asia/Tokyo LC_ALL=C tools/deb.sh build/deb)
failed=0
for file in "$first"/caseload*.deb; do
  other=$copy/checkout/build/deb/${file##*/}
  if cmp "$file" "$other"; then
    printf '  %s: the same bytes\n' "${file##*/}"
  else
    failed=1
    # The members that differ, for a start. diffoscope shows more.
    diff <(dpkg-deb --fsys-tarfile "$file" | tar -tv) <(dpkg-deb --fsys-tarfile "$other" | tar -tv) | head -n 20 || true
    cp "$other" "$first/${file##*/}.second"
  fi
done
exit "$failed"
