//go:build !linux

package folder

// Become does nothing here: only Linux has the case of root beside a service.
func Become(string) error { return nil }
