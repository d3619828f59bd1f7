//go:build !windows

package folder

import "syscall"

// Free is the number of bytes that this user may still write on dir's disk.
func Free(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil //nolint:gosec // a block size is small and positive
}
