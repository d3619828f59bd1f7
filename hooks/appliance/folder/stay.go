//go:build !linux

package folder

// Foreign is never so here: only Linux has the case of root beside a service.
func Foreign(string) bool { return false }

// Become does nothing here.
func Become(string, bool) (back func() error, err error) { return nil, nil }
