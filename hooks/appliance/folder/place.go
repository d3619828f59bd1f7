//go:build !windows

package folder

import "syscall"

func machineRoots() []string { return []string{"/usr/", "/opt/"} }

func machineData() string { return "/var/lib/touchstone" }

// Private keeps what this process makes from now on to its own user.
func Private() { syscall.Umask(0o077) }
