#!/bin/sh
# make lint: every advice. Takes minutes the first time, as golangci-lint is
# built from source at a pinned version; it stays out of go.mod.
set -u
cd "$(dirname "$0")/../.."
CGO_ENABLED=0
export CGO_ENABLED
code=0
go run ./packaging/ci/shape || code=1
go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./... || code=1
sh packaging/ci/types.sh || code=1
exit $code
