#!/bin/bash
# Copies the files that a real host needs. It starts nothing and creates no user or database; docs/deploying.md has the
# next steps.
#
#   DESTDIR=/tmp/image PREFIX=/usr install.sh BUILD
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
prefix=${PREFIX:-/usr}
root=${DESTDIR:-}
share=$prefix/share/caseload
if [[ ! $prefix =~ ^/[A-Za-z0-9/._-]+$ ]]; then
  printf "FAILED: PREFIX is written into configuration files and may have letters, digits, / . _ and - only; got '%s'\n" "$prefix" >&2
  exit 1
fi

put() { install -D -m "$1" "$2" "$root$3"; }
# An existing configuration belongs to the administrator and is not overwritten.
put_once() {
  if [[ -e $root$3 ]]; then echo "  kept $root$3"; else put "$@"; fi
}
# A text file with the paths of this installation.
put_text() {
  local text
  text=$(sed -e "s#/usr/share/caseload#$share#g" -e "s#/usr/bin/#$prefix/bin/#g" \
    -e "s#/usr/share/doc/caseload#$prefix/share/doc/caseload#g" "$2")
  install -D -m "$1" /dev/stdin "$root$3" <<<"$text"
}
put_folder() {
  local file
  find "$1" -type f -print0 | while IFS= read -r -d '' file; do put 644 "$file" "$2/${file#"$1"/}"; done
}

for program in caseload-app caseload-worker caseload-partners caseload-site; do
  [[ -x $build/$program ]] && put 755 "$build/$program" "$prefix/bin/$program"
done
put_folder templates "$share/templates"
put_folder nginx/errors "$share/nginx/errors"
put_folder fcgi-app/cases "$share/fcgi-app/cases"
put_folder sql "$share/sql"
put 644 "$build/excerpts.json" "$share/excerpts.json"
[[ -d build/site ]] && put_folder build/site "$share/build/site"

put_once 644 caseload.toml /etc/caseload/caseload.toml
put_text 644 nginx/caseload.conf /etc/nginx/sites-available/caseload
put_text 644 deploy/systemd/caseload.socket /lib/systemd/system/caseload.socket
put_text 644 deploy/systemd/caseload.service /lib/systemd/system/caseload.service
[[ -x $build/caseload-worker ]] && put_text 644 deploy/systemd/caseload-worker.service /lib/systemd/system/caseload-worker.service
if [[ -x $build/caseload-partners ]]; then
  put_text 644 deploy/systemd/caseload-partners.socket /lib/systemd/system/caseload-partners.socket
  put_text 644 deploy/systemd/caseload-partners.service /lib/systemd/system/caseload-partners.service
fi
put_text 644 deploy/caseload.sysusers /usr/lib/sysusers.d/caseload.conf
put 644 deploy/caseload.logrotate /etc/logrotate.d/caseload
put 644 deploy/grants.sql "$share/sql/grants.sql"
for page in deploying scaling background-jobs configuration; do
  [[ -e docs/$page.md ]] && put 644 "docs/$page.md" "$prefix/share/doc/caseload/$page.md"
done
put 644 LICENSE "$prefix/share/doc/caseload/LICENSE"
put 644 NOTICES.md "$prefix/share/doc/caseload/NOTICES.md"
echo "Installed below ${root:-/}. docs/deploying.md has the next steps."
