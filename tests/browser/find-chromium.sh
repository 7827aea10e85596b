#!/bin/sh
# The browser tests run in a real Chromium: find one, or install Debian's, if it can be without windows, which is faster.
set -eu
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
  echo "Installing Chromium for the browser tests ..."
  $as_root apt-get update -qq
  install="env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"
  $as_root $install chromium-headless-shell >/dev/null 2>&1 || $as_root $install chromium >/dev/null
else
  echo "The browser tests need Chromium. Install it so that the command 'chromium' is found, then run 'make test' again." >&2
  exit 1
fi
