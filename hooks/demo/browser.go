package demo

import (
	"os"
	"os/exec"
	"runtime"
)

// openBrowser shows an address in the person's browser, where somebody sits at
// this PC: a command whose output goes elsewhere, or a machine without a screen,
// opens nothing. It is a courtesy; the address is printed in any case.
func openBrowser(url string) {
	if !atTheScreen() {
		return
	}
	var open *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		open = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	case "darwin":
		open = exec.Command("open", url)
	default:
		open = exec.Command("xdg-open", url)
	}
	if open.Start() == nil {
		go open.Wait() //nolint:errcheck // nobody waits for the browser
	}
}

// atTheScreen reports whether a person reads what the command prints.
func atTheScreen() bool {
	info, err := os.Stdout.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 || os.Getenv("CI") != "" {
		return false
	}
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
