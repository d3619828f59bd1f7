package folder

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Foreign tells whether Become will change who this process is.
func Foreign(dir string) bool {
	_, _, foreign := ownerOf(dir)
	return foreign
}

// Become makes root the owner of dir, before anything is opened: a file that
// root leaves in another user's folder locks that user's service out. Where
// dir does not exist yet, the owner of its parent counts. Anybody but root
// stays who they are.
//
// It is for good, unless comesBack: a command that writes a file for
// its caller becomes the caller again, by the function that comes back, to give
// that file its name in the caller's own folder.
func Become(dir string, comesBack bool) (back func() error, err error) {
	uid, gid, foreign := ownerOf(dir)
	if !foreign {
		return nil, nil //nolint:nilnil // there is nowhere to come back from
	}
	saved := uid
	if comesBack {
		saved = 0
	}
	if err := drop(uid, gid, saved); err != nil {
		return nil, fmt.Errorf("becoming user %d, who owns %s: %w", uid, dir, err)
	}
	if !comesBack {
		return nil, nil //nolint:nilnil // nor is there a way
	}
	return func() error { return syscall.Setresuid(-1, 0, -1) }, nil
}

// ownerOf is who owns dir, foreign where root is at work and that is not root.
func ownerOf(dir string) (uid, gid int, foreign bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	info, err := os.Stat(dir)
	if err != nil {
		info, err = os.Stat(filepath.Dir(dir))
	}
	if err != nil {
		return 0, 0, false // Prepare says what is wrong
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == 0 {
		return 0, 0, false
	}
	return int(stat.Uid), int(stat.Gid), true
}

// drop gives up root: groups first, since only root may. saved is who the
// process may still become.
func drop(uid, gid, saved int) error {
	if err := syscall.Setgroups([]int{gid}); err != nil {
		return err
	}
	if err := syscall.Setresgid(gid, gid, gid); err != nil {
		return err
	}
	return syscall.Setresuid(uid, uid, saved)
}
