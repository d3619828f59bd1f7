//go:build !windows

package wire

import (
	"net"
	"os"
	"path/filepath"
)

// A unix socket's path has room for about a hundred bytes.
const longestPath = 100

// listen opens the socket beside the data, or in a private folder of its own
// where the path of the data is too long. The folder lock is held, so a socket
// that lies there belongs to nobody.
func listen(dir string) (net.Listener, string, func(), error) {
	path := filepath.Join(dir, "touchstone.sock")
	remove := func() { _ = os.Remove(path) }
	if len(path) > longestPath {
		private, err := os.MkdirTemp("", "touchstone-")
		if err != nil {
			return nil, "", nil, err
		}
		path = filepath.Join(private, "s")
		remove = func() { _ = os.RemoveAll(private) }
	}
	_ = os.Remove(path)
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, "", nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		_ = l.Close()
		return nil, "", nil, err
	}
	return l, path, remove, nil
}

func dial(endpoint string) (net.Conn, error) {
	return net.DialTimeout("unix", endpoint, dialTimeout)
}
