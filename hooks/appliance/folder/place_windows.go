package folder

import (
	"os"
	"path/filepath"
)

func machineRoots() []string {
	var roots []string
	for _, name := range []string{"ProgramFiles", "ProgramW6432"} {
		if dir := os.Getenv(name); dir != "" {
			roots = append(roots, dir+string(filepath.Separator))
		}
	}
	return roots
}

func machineData() string {
	dir := os.Getenv("ProgramData")
	if dir == "" {
		dir = `C:\ProgramData`
	}
	return filepath.Join(dir, "Touchstone", "pb_data")
}

// Private does nothing here: a folder's rights pass on to what is made in it.
func Private() {}
