package browser

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) { os.Exit(Tests(m)) }
