package appliance

import (
	"errors"

	"golang.org/x/sys/windows"
)

// inUse knows Windows' own code for a port that is taken.
func inUse(err error) bool { return errors.Is(err, windows.WSAEADDRINUSE) }
