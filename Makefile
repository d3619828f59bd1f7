# The project's tasks; each is one script of packaging/ci.
.POSIX:

# Installs what the tests need where it can, then runs the checks and every test.
test:
	@sh packaging/ci/test.sh

# The bars of speed and memory. BENCH_OUT=FILE also writes them as JSON.
bench:
	@sh packaging/ci/install.sh && CGO_ENABLED=0 go run ./hooks/internal/bench

# Hours of fuzzing, kills and random books; keeps what it saw in docs/soak.md.
soak:
	@sh packaging/ci/soak.sh

# Everything that golangci-lint and the bounds of shape have to say.
lint:
	@sh packaging/ci/lint.sh

.PHONY: test bench soak lint
