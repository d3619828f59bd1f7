#!/bin/sh
# make soak: hours of what make test does in minutes, and a row in docs/soak.md
# that says what was seen, of which commit. SOAK_FUZZ is the time of each
# fuzzer, TOUCHSTONE_KILLS how often an import is killed, SOAK_PACKAGES what is
# soaked and SOAK_PAGE where the row goes.
set -u
cd "$(dirname "$0")/../.."
CGO_ENABLED=0
GOFLAGS="-buildvcs=false ${GOFLAGS:-}" # git refuses a clone of another user
TOUCHSTONE_SOAK=1
TOUCHSTONE_KILLS=${TOUCHSTONE_KILLS:-200}
fuzztime=${SOAK_FUZZ:-10m}
packages=${SOAK_PACKAGES:-./...}
page=${SOAK_PAGE:-docs/soak.md}
export CGO_ENABLED GOFLAGS TOUCHSTONE_SOAK TOUCHSTONE_KILLS
exec </dev/null

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
commit=$(git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)
began=$(date -u +%Y-%m-%dT%H:%MZ)
bad=0

sh packaging/ci/install.sh
go build -o "$work/tally" ./packaging/ci/tally || exit 1

# shellcheck disable=SC2086 # the packages are words
# The whole suite where the day begins late, on the hour of UTC, and early.
"$work/tally" TZ=UTC -count=1 -timeout=3h $packages \
	-- TZ=America/Los_Angeles -count=1 -timeout=3h $packages \
	-- TZ=Pacific/Auckland -count=1 -timeout=3h $packages >"$work/tests" 2>&1 || bad=1
cat "$work/tests"
tests=$(tail -n 1 "$work/tests")

# Data races, where a C compiler stands by: the race detector needs one.
races="not looked for, no C compiler"
if command -v cc >/dev/null 2>&1; then
	if CGO_ENABLED=1 TOUCHSTONE_SOAK= TOUCHSTONE_KILLS=10 "$work/tally" -race -count=1 -timeout=2h $packages >"$work/races" 2>&1; then
		races=none
	else
		races=found
		bad=1
	fi
	cat "$work/races"
fi

# Every fuzzer there is.
fuzzers=0
broken=""
for package in $(go list $packages); do
	for fuzzer in $(go test -list '^Fuzz' "$package" | grep '^Fuzz'); do
		fuzzers=$((fuzzers + 1))
		echo "fuzzing $fuzzer of $package for $fuzztime"
		go test -run '^$' -fuzz "^$fuzzer\$" -fuzztime "$fuzztime" -timeout 0 "$package" >"$work/fuzz" 2>&1 || {
			broken="$broken${broken:+, }$fuzzer"
			bad=1
		}
		tail -n 20 "$work/fuzz"
	done
done

ended=$(date -u +%H:%MZ)
echo "| $commit | $began to $ended | $tests | $TOUCHSTONE_KILLS | $fuzzers x $fuzztime, broken: ${broken:-none} | $races |" >>"$page"
tail -n 1 "$page"
[ "$bad" = 0 ]
