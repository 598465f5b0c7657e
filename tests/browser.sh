#!/bin/sh
# Make sure that the browser tests have a browser: Debian's Chromium, installed if we may.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && browser=$name
done
[ -n "$browser" ] && command -v chromedriver >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing chromium for the browser tests ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends chromium chromium-driver; } >/dev/null 2>&1 && exit 0
fi
echo "The browser tests will be skipped: they need chromium and chromedriver." >&2
echo "On Debian and Ubuntu: sudo apt-get install chromium chromium-driver" >&2
exit 0
