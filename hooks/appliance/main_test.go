package appliance

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "touchstone-appliance-")
	if err != nil {
		panic(err)
	}
	_ = os.Chmod(dir, 0o755) //nolint:gosec // the tests of a foreign user reach into it
	_ = os.Setenv("TMPDIR", dir)
	code := m.Run()
	_ = os.RemoveAll(filepath.Clean(dir))
	os.Exit(code)
}
