#!/bin/sh
# The deployment is tested behind a real nginx: find one, or install Debian's.
set -eu
if command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
  echo "Installing nginx for the deployment tests ..."
  $as_root apt-get update -qq
  # Installed, it would start: these tests start their own.
  $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends nginx-light >/dev/null
else
  echo "The deployment tests need nginx. Install it so that the command 'nginx' is found, then run 'make test' again." >&2
  exit 1
fi
