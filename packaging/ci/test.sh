#!/bin/sh
# make test: the checks that need no test, then every test. Ends with the
# runner's own line, such as "812 passed, 0 failed".
set -u
cd "$(dirname "$0")/../.."
CGO_ENABLED=0
GOFLAGS="-buildvcs=false ${GOFLAGS:-}" # git refuses a clone of another user, as in many build machines
export CGO_ENABLED GOFLAGS
failed=""

check() { # name command...
	name=$1
	shift
	echo "check: $name"
	"$@" </dev/null || failed="$failed${failed:+,}$name"
}

gofmt_clean() {
	odd=$(gofmt -l main.go main_test.go hooks migrations packaging) || return 1
	[ -z "$odd" ] || {
		echo "gofmt would change:"
		echo "$odd"
		return 1
	}
}

sh packaging/ci/install.sh
check gofmt gofmt_clean
check vet go vet ./...
check "vet for Windows" env GOOS=windows GOARCH=amd64 go vet ./...
check "build for Windows" env GOOS=windows GOARCH=amd64 go build -o /dev/null .
check "modules unchanged" go mod verify
check "go.mod tidy" env GOFLAGS= go mod tidy -diff
check "types of the app" sh packaging/ci/types.sh
check shape go run ./packaging/ci/shape -paths 25 -function 100 -file 450

# Packages that touch dates run where the day begins eight hours after UTC and
# where it begins thirteen before. The zone is read once a process, so a cached
# result would be of another zone: -count=1.
dated="./hooks/internal/civil/... ./hooks/figures/... ./hooks/pos/... ./hooks/scorecard/... ./hooks/demo/..."
tally=$(mktemp -d)
trap 'rm -rf "$tally"' EXIT
go build -o "$tally/tally" ./packaging/ci/tally || exit 1
# A browser wants the machine to itself: its tests run alone, in one view (soak
# takes all four), and what a busy machine broke gets a second try, which is said.
browser_tests() {
	run="env TZ=UTC TOUCHSTONE_VIEWS=${TOUCHSTONE_VIEWS:-1} go test -count=1 -timeout=20m"
	$run ./hooks/internal/browser >"$tally/browser" 2>&1 && {
		cat "$tally/browser"
		return
	}
	cat "$tally/browser"
	again=$(sed -n 's/^--- FAIL: \([A-Za-z0-9_]*\) .*/\1/p' "$tally/browser" | sort -u | paste -sd '|' -)
	[ -n "$again" ] || return 1
	echo "a second try: $again"
	$run -run "^($again)\$" ./hooks/internal/browser
}
check browser browser_tests

# shellcheck disable=SC2086,SC2046 # the packages are words
FAILED_CHECKS=$failed "$tally/tally" \
	TZ=UTC -count=1 -timeout=15m $(go list ./... | grep -v '/internal/browser$') \
	-- TZ=America/Los_Angeles -count=1 -timeout=10m $dated \
	-- TZ=Pacific/Auckland -count=1 -timeout=10m $dated
