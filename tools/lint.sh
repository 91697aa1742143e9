#!/bin/bash
# Checks formatting, includes, shell, Python and JavaScript; with the argument "tidy" also clang-tidy, which takes as long as
# a build. All checks run; the exit status is 1 if any of them failed.
#
# shellcheck disable=SC2317  # functions are called by name, through check
set -uo pipefail
cd "$(dirname "$0")/.." || exit
failed=0

check() {
  local name=$1
  shift
  local began=$SECONDS output
  if output=$("$@" 2>&1); then
    printf '  %-14s ok (%d s)\n' "$name" $((SECONDS - began))
  else
    printf '  %-14s FAILED (%d s)\n%s\n' "$name" $((SECONDS - began)) "$output"
    failed=1
  fi
}

mapfile -t ours < <(git ls-files -co --exclude-standard 2>/dev/null || find . -path ./build -prune -o -path ./var -prune -o \
  -path ./node_modules -prune -o -type f -printf '%P\n')
select_files() {
  local file
  for file in "${ours[@]}"; do
    [[ $file =~ $1 && -f $file ]] && printf '%s\n' "$file"
  done
  return 0
}
# Scripts have no file extension, so look at their first line.
select_scripts() {
  local file first
  for file in "${ours[@]}"; do
    [[ -f $file && ! $file =~ \.(json|svg|woff2|png|golden|html)$ ]] || continue
    { read -r first <"$file"; } 2>/dev/null
    [[ ${first-} =~ ^#!.*$1 ]] && printf '%s\n' "$file"
  done
  return 0
}

mapfile -t sources < <(select_files '^(fcgi-app|site-gen|tests)/.*\.(cpp|hpp)$')
mapfile -t to_tidy < <(select_files '^(fcgi-app|site-gen)/.*\.cpp$')
mapfile -t shell < <(select_scripts '(bash|/sh)')
mapfile -t python < <({ select_scripts python; select_files '\.py$'; } | sort -u)
mapfile -t scripts < <(select_files '^(templates|tests)/.*\.(js|mjs)$')

tidy() {
  printf '%s\0' "${to_tidy[@]}" |
    xargs -0 -n 4 -P "$(nproc)" sh -c 'clang-tidy --quiet "$@" -- -std=c++20 -Ifcgi-app -Isite-gen -I. -DCASELOAD_LAB=1' sh 2>&1 |
    sed '/^[0-9]* warnings\? generated/d'
}
python_syntax() {
  local file
  for file in "${python[@]}"; do
    /usr/bin/python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])' "$file" || return 1
  done
  /usr/bin/python3 -m pyflakes "${python[@]}"
}
javascript_syntax() {
  local file
  for file in "${scripts[@]}"; do node --check "$file" || return 1; done
}

echo "Lint"
check clang-format clang-format --dry-run --Werror "${sources[@]}"
check shellcheck shellcheck "${shell[@]}"
check python python_syntax
check includes /usr/bin/python3 tools/includes.py
((${#scripts[@]})) && check javascript javascript_syntax
[[ ${1-} == tidy ]] && check clang-tidy tidy
exit "$failed"
