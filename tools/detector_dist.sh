#!/bin/bash
# Builds the detector as a wheel and as a single file that runs with Python alone. Needs no network.
#
#   detector_dist.sh FOLDER     where the files go
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?the folder for the files is missing}
mkdir -p "$target"
target=$(realpath "$target")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/wheel" "$work/zip"
for folder in wheel zip; do
  cp -r locust/caseload_detector "$work/$folder/"
  find "$work/$folder" -name __pycache__ -prune -exec rm -rf {} +
done
cp locust/pyproject.toml LICENSE "$work/wheel/"
if ! /usr/bin/python3 -m build --no-isolation --wheel --outdir "$work" "$work/wheel" >"$work/log" 2>&1; then
  cat "$work/log" >&2
  exit 1
fi

printf 'import sys\n\nfrom caseload_detector.__main__ import main\n\nsys.exit(main())\n' >"$work/zip/__main__.py"
/usr/bin/python3 -m zipapp --compress --python '/usr/bin/env python3' --output "$work/caseload-detector.pyz" "$work/zip"

for file in "$work"/*.whl "$work/caseload-detector.pyz"; do
  mv "$file" "$target/"
  echo "  $target/${file##*/}"
done
