//go:build !windows

package folder

func machineRoots() []string { return []string{"/usr/", "/opt/"} }

func machineData() string { return "/var/lib/touchstone" }
