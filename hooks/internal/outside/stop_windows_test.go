package outside

// end kills: Windows has no signal that asks a console program to stop.
func end(v *Service) error { v.Kill(); return nil }
