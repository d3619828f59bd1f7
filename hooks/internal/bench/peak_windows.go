package main

import "os"

// peak is not told by Windows after a process has ended.
func peak(*os.ProcessState) float64 { return 0 }
