package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"strings"
	"time"

	"github.com/Microsoft/go-winio"
)

// Full control for the system, administrators and the owner; nobody else.
const pipeRights = "D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;OW)"

// listen opens a named pipe whose name follows from the data folder.
func listen(dir string) (net.Listener, string, func(), error) {
	sum := sha256.Sum256([]byte(strings.ToLower(dir)))
	name := `\\.\pipe\touchstone-` + hex.EncodeToString(sum[:8])
	l, err := winio.ListenPipe(name, &winio.PipeConfig{SecurityDescriptor: pipeRights, InputBufferSize: 64 << 10, OutputBufferSize: 64 << 10})
	return l, name, func() {}, err
}

func dial(endpoint string) (net.Conn, error) {
	wait := time.Duration(dialTimeout)
	return winio.DialPipe(endpoint, &wait)
}
