//go:build !linux

package wire

import "net"

// allowed relies on the rights of the socket's folder, or of the pipe.
func allowed(net.Conn) bool { return true }
