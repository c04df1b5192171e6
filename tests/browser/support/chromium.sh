#!/bin/sh
# Runs Chromium ($CHROMIUM) with these arguments, and removes what it leaves behind, however those who started it end:
# then nobody holds the other end of its pipe, and it ends, too.
profile=
for each in "$@"; do
  case $each in --user-data-dir=*) profile=${each#*=} ;; esac
done
"$CHROMIUM" "$@"
status=$?
rm -rf "$profile" "$ARTIFACTS"
exit $status
