package doctor

import (
	"fmt"
	"time"

	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/appliance/overlay"
	"touchstone/hooks/appliance/place"
)

// The disk space, in bytes, under which the doctor speaks.
const (
	little = 2 << 30
	none   = 200 << 20
)

// Folder looks at the data folder and its disk.
func Folder(dir string) []Item {
	free, err := folder.Free(dir)
	if err != nil {
		return []Item{warn("data folder", "Check that the disk of the data folder is there.", "%s; its free space cannot be told", dir)}
	}
	return []Item{space(dir, free)}
}

func space(dir string, free uint64) Item {
	const name = "data folder"
	switch {
	case free < none:
		return Bad(name, "Free at least 2 GB on this disk now; saving stops when it is full.", "%s, with %s free", dir, size(free))
	case free < little:
		return warn(name, "Free at least 2 GB on this disk soon.", "%s, with %s free", dir, size(free))
	}
	return well(name, "%s, with %s free", dir, size(free))
}

func size(n uint64) string {
	if n >= 1<<30 {
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%.0f MB", float64(n)/(1<<20))
}

// Service says who works in the folder.
func Service(dir string) Item {
	const name = "service"
	o, err := folder.Read(dir)
	if err != nil || o.Endpoint == "" {
		return well(name, "not running; commands work in the folder by themselves")
	}
	return well(name, "running at %s since %s (process %d, version %s)", o.URL, o.Since.Local().Format("2006-01-02 15:04"), o.PID, o.Version)
}

// Clock looks at the time zone and at the clock: a PC whose clock ran empty
// starts in a year long gone.
func Clock(clues place.Clues, now, built time.Time) []Item {
	var items []Item
	zone, found := clues.Zone()
	if found {
		items = append(items, well("time zone", "%s", zone))
	} else {
		items = append(items, warn("time zone", "Set the time zone of this PC (such as America/Chicago), then set it for the store in the Data workshop, collection stores.",
			"this PC does not say where it is, so times are taken as UTC"))
	}
	if now.Before(built) || now.Year() > built.Year()+20 {
		return append(items, Bad("clock", "Set the date and time of this PC. Sales and follow-ups would get wrong dates.", "it shows %s", now.Format("2006-01-02 15:04")))
	}
	return append(items, well("clock", "%s", now.Format("2006-01-02 15:04")))
}

// Templates lists what the shop replaced.
func Templates(tpl *overlay.FS) []Item {
	const name = "templates"
	own, err := tpl.Overrides()
	if err != nil {
		return []Item{warn(name, "Check that the folder templates in the data folder may be read.", "the shop's own cannot be read")}
	}
	if len(own) == 0 {
		return []Item{well(name, "all built in")}
	}
	var items []Item
	for _, o := range own {
		if o.Replaces {
			items = append(items, well(name, "%s is the shop's own", o.Name))
		} else {
			items = append(items, warn(name, "If it was meant to replace a built-in one, check its name and folder.", "%s is the shop's own and replaces nothing", o.Name))
		}
	}
	return items
}
