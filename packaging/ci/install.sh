#!/bin/sh
# Installs the programs that tests use beside Go, where this is Debian (or one of
# its children) and it may. Elsewhere it says what is missing: a test without
# its program is skipped and named before the last line of make test.
set -u

# program, Debian package, what is tested with it
wanted() {
	cat <<-'END'
		chromium chromium pages in a real browser
		pdftotext poppler-utils the words, fonts and looks of printed pages
		qpdf qpdf the soundness of PDF files
		sqlite3 sqlite3 the book read by another program
	END
}

missing() {
	wanted | while read -r program package what; do
		command -v "$program" >/dev/null 2>&1 || echo "$package $what"
	done
}

# as runs a command as root, where that needs nobody at the keyboard.
as() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
	else
		sudo -n env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
	fi
}

tell() {
	echo "Not installed: $1. The tests that use these programs are skipped:"
	missing | while read -r package what; do echo "  $package: $what"; done
}

lacking=$(missing)
[ -n "$lacking" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
	tell "this system has no apt-get"
	exit 0
fi
if [ "$(id -u)" != 0 ] && ! sudo -n true >/dev/null 2>&1 </dev/null; then
	tell "that needs root, or sudo without a password"
	exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
packages=$(echo "$lacking" | cut -d' ' -f1 | tr '\n' ' ')
echo "Installing for the tests: $packages"
for wait in 5 20 0; do
	# shellcheck disable=SC2086 # the packages are words
	if { [ -n "${updated:-}" ] || as apt-get -o Acquire::Retries=3 update; } >"$log" 2>&1 && updated=1 &&
		as apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $packages >"$log" 2>&1; then
		exit 0
	fi
	[ "$wait" = 0 ] || sleep "$wait"
done
tail -n 5 "$log"
tell "apt-get did not manage"
