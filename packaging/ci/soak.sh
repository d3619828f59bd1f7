#!/bin/sh
# make soak: hours of what make test does in minutes. packaging/ci/soak says
# what, and how to run parts of it.
set -u
cd "$(dirname "$0")/../.." || exit 1
CGO_ENABLED=0
GOFLAGS="-buildvcs=false ${GOFLAGS:-}" # git refuses a clone of another user
export CGO_ENABLED GOFLAGS
sh packaging/ci/install.sh
exec go run ./packaging/ci/soak </dev/null
