package peer

import (
	"context"
	"fmt"
	"os/exec"
)

// Chromium is the browser of the system.
type Chromium struct{ path string }

// FindChromium looks for Chromium; the error is ErrMissing with the way to get it.
func FindChromium() (Chromium, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return Chromium{path}, nil
		}
	}
	return Chromium{}, fmt.Errorf("chromium is %w (Debian: apt install chromium)", ErrMissing)
}

// Print is the command that prints an HTML file into a PDF; profile is a folder
// of its own.
func (c Chromium) Print(ctx context.Context, profile, html, pdf string) *exec.Cmd {
	return exec.CommandContext(ctx, c.path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--allow-file-access-from-files", "--no-pdf-header-footer",
		"--user-data-dir="+profile, "--print-to-pdf="+pdf, "file://"+html)
}
