#!/bin/bash
# Copies the files that a real host needs. It starts nothing and creates no user or database; `caseload setup` does
# (docs/deploying.md). debian/rules uses it too.
#
#   DESTDIR=/tmp/image PREFIX=/usr install.sh BUILD
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
prefix=${PREFIX:-/usr}
root=${DESTDIR:-}
share=$prefix/share/caseload
fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}
[[ $prefix =~ ^/[A-Za-z0-9/._-]+$ ]] ||
  fail "PREFIX is written into configuration files and may have letters, digits, / . _ and - only; got '$prefix'"

put() { install -D -m "$1" "$2" "$root$3"; }
# A text file with the paths of this installation. Further arguments are those of sed, for what differs from the checkout.
put_text() {
  local mode=$1 from=$2 to=$3
  shift 3
  sed -e "s#/usr/share/caseload#$share#g" -e "s#/usr/bin/caseload#$prefix/bin/caseload#g" \
    -e "s#/usr/share/doc/caseload#$prefix/share/doc/caseload#g" "$@" "$from" | install -D -m "$mode" /dev/stdin "$root$to"
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
put 644 nginx/public.conf "$share/nginx/public.conf"
put_folder fcgi-app/cases "$share/fcgi-app/cases"
put_folder sql "$share/sql"
put 644 "$build/excerpts.json" "$share/excerpts.json"
[[ -d build/site ]] && put_folder build/site "$share/build/site"

# The configuration names what `caseload setup` creates. An existing one belongs to the administrator and is not overwritten.
if [[ -e $root/etc/caseload/caseload.toml ]]; then
  echo "  kept $root/etc/caseload/caseload.toml"
else
  put_text 644 caseload.toml /etc/caseload/caseload.toml -e 's|^# socket = ""$|socket = "/run/mysqld/mysqld.sock"|' \
    -e 's|^# \(password_file = "/etc/caseload/password"\)$|\1|'
fi
# Name and port are in a separate file, which `caseload setup` writes.
put_text 644 nginx/caseload.conf /etc/nginx/sites-available/caseload -e 's|^    listen 80 .*|    include /etc/caseload/listen.conf;|' \
  -e '/^    server_name _;$/d'
for line in 'include /etc/caseload/listen.conf;' "set \$caseload "; do
  grep -qF "    $line" "$root/etc/nginx/sites-available/caseload" || fail "the site file has no line '$line'"
done
put_text 644 deploy/systemd/caseload.socket /lib/systemd/system/caseload.socket
put_text 644 deploy/systemd/caseload.service /lib/systemd/system/caseload.service
[[ -x $build/caseload-worker ]] && put_text 644 deploy/systemd/caseload-worker.service /lib/systemd/system/caseload-worker.service
if [[ -x $build/caseload-partners ]]; then
  put_text 644 deploy/systemd/caseload-partners.socket /lib/systemd/system/caseload-partners.socket
  put_text 644 deploy/systemd/caseload-partners.service /lib/systemd/system/caseload-partners.service
fi
put_text 644 deploy/caseload.sysusers /usr/lib/sysusers.d/caseload.conf
put 644 deploy/caseload.logrotate /etc/logrotate.d/caseload
put_text 755 deploy/caseload "$prefix/bin/caseload"
put 644 VERSION "$share/VERSION"
for file in deploy/grants{,-replica}.sql; do put 644 "$file" "$share/$file"; done
put_folder deploy/migrations "$share/deploy/migrations"
for file in deploy/command/*.py stack/{console,layout,mariadb,part,processes,seeding}.py; do put 644 "$file" "$share/$file"; done
put 644 deploy/caseload.bash-completion "$prefix/share/bash-completion/completions/caseload"
for page in "$build"/man/*.1; do
  [[ -e $page ]] && put 644 "$page" "$prefix/share/man/man1/${page##*/}"
done
for page in deploying container scaling background-jobs configuration; do
  [[ -e docs/$page.md ]] && put 644 "docs/$page.md" "$prefix/share/doc/caseload/$page.md"
done
put 644 LICENSE "$prefix/share/doc/caseload/LICENSE"
put 644 NOTICES.md "$prefix/share/doc/caseload/NOTICES.md"
echo "Installed below ${root:-/}. Next: \`caseload setup\` there; docs/deploying.md explains it."
