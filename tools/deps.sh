#!/bin/bash
# Installs the missing packages of packages.txt, and the npm packages of package.json into node_modules.
#
#   deps.sh [GROUP...]     run, load, dist, test (all of these by default), sheets, stacks, count, bench, deb, deb-check, fuzz, faults, scan,
#                          or a folder of tests/strangers
#
# Needs root or sudo only if something is missing. Services of the packages are not started.
set -euo pipefail
cd "$(dirname "$0")/.."

groups=("$@")
((${#groups[@]})) || groups=(run load dist test)

wants() { [[ " ${groups[*]} " == *" $1 "* ]]; }

fail() {
  printf '\nFAILED: %s\n  What to do: %s\n' "$1" "$2" >&2
  exit 1
}

# A command that is already installed in another way is accepted too; Node's own packages include npm.
is_there() {
  case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) [[ ${installed[$1]-} ]] ;;
  esac
}

missing_packages() {
  local package group why status
  local -A installed=()
  while read -r package status; do
    [[ $status == installed ]] && installed[$package]=yes
  done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n')
  while read -r package group why; do
    [[ -n $package && $package != \#* ]] || continue
    if wants "$group" && ! is_there "$package"; then
      printf '%s %s\n' "$package" "$why"
      installed[$package]=soon # another group may name it too
    fi
  done <tools/packages.txt
}

# apt's machine-readable status (apt.conf, APT::Status-Fd): kind:package:percent:text
show_progress() {
  local kind percent text shown=-1
  while IFS=: read -r kind _ percent text; do
    [[ $kind == pmstatus || $kind == dlstatus ]] || continue
    percent=${percent%%.*}
    if [[ -t 1 ]]; then
      printf '\r  %-10s %3d %%  %s\033[K' "$([[ $kind == dlstatus ]] && echo download || echo install)" "$percent" "${text:0:60}"
    elif ((percent / 25 != shown)); then
      shown=$((percent / 25))
      printf '  %s %d %%\n' "$([[ $kind == dlstatus ]] && echo download || echo install)" "$percent"
    fi
  done
  [[ -t 1 ]] && printf '\r\033[K'
  return 0
}

install_packages() {
  local packages=("$@") as_root=() log policy=/usr/sbin/policy-rc.d
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "packages are missing, and this user is not root and has no sudo" "as root: apt-get install ${packages[*]}"
    as_root=(sudo)
    echo "  using sudo for this step only"
    sudo -v || fail "sudo does not let this user install packages" "as root: apt-get install ${packages[*]}"
  fi
  command -v apt-get >/dev/null ||
    fail "packages are missing and this is not Debian" "install these packages yourself (see tools/packages.txt): ${packages[*]}"

  # sudo clears the environment, and with it the proxy.
  local proxies=() name
  for name in http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY; do
    [[ ${!name-} ]] && proxies+=("$name=${!name}")
  done

  mkdir -p var/log
  log=$PWD/var/log/apt.log
  # Debian checks this file before it starts a service (invoke-rc.d(8)). An existing file is not changed.
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\n# Created by Caseload while it installs packages, so that no service is started.\nexit 101\n' |
      "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    # shellcheck disable=SC2064  # expanded now
    trap "${as_root[*]} rm -f $policy" EXIT
  fi

  # By default the package creates a cluster that starts at the next boot (createcluster.conf, pg_createcluster(1)).
  if [[ " ${packages[*]} " == *" postgresql-15 "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi

  echo "  fetching package lists"
  "${as_root[@]}" env "${proxies[@]}" apt-get update -q >"$log" 2>&1 ||
    echo "  (apt-get update failed; using the existing package lists)"
  # apt's status goes to descriptor 3 and everything else to the log. sudo closes descriptors above 2, so the inner shell
  # opens it.
  # shellcheck disable=SC2016  # expanded by the inner shell
  if ! "${as_root[@]}" env "${proxies[@]}" DEBIAN_FRONTEND=noninteractive sh -c '
      log=$1; shift
      exec 3>&1 >>"$log" 2>&1
      exec apt-get install -y -q --no-install-recommends -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 "$@"' \
      sh "$log" "${packages[@]}" | show_progress; then
    tail -n 15 "$log" | sed 's/^/    | /' >&2
    fail "apt-get could not install ${packages[*]}" "fix the problem in $log, then run this again"
  fi
  # They should not start at the next boot either, because the stack runs its own servers.
  local service
  for service in nginx memcached php8.2-fpm; do
    if [[ " ${packages[*]} " == *" $service "* ]] && [[ -d /run/systemd/system ]]; then
      "${as_root[@]}" systemctl disable --quiet "$service" 2>/dev/null || true
    fi
  done
}

npm_is_due() {
  [[ ! -e node_modules/.installed-from ]] || ! cmp -s package-lock.json node_modules/.installed-from
}

install_npm_packages() {
  mkdir -p var/log
  echo "Installing npm packages into node_modules"
  # npm keeps its downloads in the home folder, which may be read-only.
  [[ -w ${HOME:-/nonexistent} ]] || export npm_config_cache=$PWD/build/npm
  if ! npm ci --no-audit --no-fund --loglevel=error >var/log/npm.log 2>&1; then
    tail -n 15 var/log/npm.log | sed 's/^/    | /' >&2
    fail "npm ci failed" "fix the problem in var/log/npm.log (is the network available?), then run this again"
  fi
  cp package-lock.json node_modules/.installed-from
}

mapfile -t missing < <(missing_packages)
if ((${#missing[@]})); then
  echo "Installing ${#missing[@]} Debian packages:"
  printf '  %s\n' "${missing[@]}"
  install_packages "${missing[@]%% *}"
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || fail "still missing: ${missing[*]%% *}" "read var/log/apt.log"
fi
if wants test && npm_is_due; then install_npm_packages; fi
