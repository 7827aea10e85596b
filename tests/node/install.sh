#!/bin/sh
# Mozilla's scanner, which a test runs, into the folder named: find node and npm, or install Debian's.
set -eu
folder=$1
here=$(dirname "$0")
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need Node.js 20 and npm. Install them, then run 'make test' again." >&2
    exit 1
  fi
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
  echo "Installing Node.js for the tests ..."
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
fi
echo "Installing the scanner that the tests run (once) ..."
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder/"
# Its parts that would be compiled are for a database that no scan needs.
npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error
# Its list of hosts that browsers know to be under https comes from elsewhere; no host of the tests is on it.
echo "{}" > "$folder/node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"
touch "$folder/.installed"
