package folder

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Become makes root the owner of dir, before anything is opened: a file that
// root leaves in another user's folder locks that user's service out. Where
// dir does not exist yet, the owner of its parent counts. Anybody but root
// stays who they are.
func Become(dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		info, err = os.Stat(filepath.Dir(dir))
	}
	if err != nil {
		return nil // Prepare says what is wrong
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == 0 {
		return nil
	}
	if err := drop(int(stat.Uid), int(stat.Gid)); err != nil {
		return fmt.Errorf("becoming user %d, who owns %s: %w", stat.Uid, dir, err)
	}
	return nil
}

// drop gives up root for good: groups first, since only root may.
func drop(uid, gid int) error {
	if err := syscall.Setgroups([]int{gid}); err != nil {
		return err
	}
	if err := syscall.Setresgid(gid, gid, gid); err != nil {
		return err
	}
	return syscall.Setresuid(uid, uid, uid)
}
