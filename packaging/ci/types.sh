#!/bin/sh
# Checks the types of the app's scripts, as their comments state them, where npm
# is present. What others made is taken by its declared types: the scripts are
# checked in a copy that has the declarations in the place of the libraries.
set -eu
cd "$(dirname "$0")/../.."
if ! command -v npm >/dev/null 2>&1; then
	echo "no npm here: the types of the app's scripts were not checked"
	exit 0
fi
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
if ! npm install --prefix "$desk/npm" --no-save --no-audit --no-fund --silent typescript@5.9.3 >"$desk/log" 2>&1; then
	tail -n 3 "$desk/log"
	echo "TypeScript could not be had: the types of the app's scripts were not checked"
	exit 0
fi
cp -r pb_public/app "$desk/app"
cp -r packaging/ci/types/vendor "$desk/vendor"
cp packaging/ci/jsconfig.json "$desk/"
"$desk/npm/node_modules/.bin/tsc" -p "$desk/jsconfig.json"
