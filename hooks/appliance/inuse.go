//go:build !windows

package appliance

func inUse(error) bool { return false }
