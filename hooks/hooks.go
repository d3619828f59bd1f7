// Package hooks is the table of contents of the program: the one list of its
// rooms, in start-up order. What a room needs of another one is filled in here.
package hooks

import (
	"touchstone/hooks/appliance"

	_ "touchstone/migrations" // the schema
)

// Rooms builds the rooms. It is called for every command line, first to read
// it and once more when the data folder is known, so it must stay cheap.
func Rooms(h appliance.House) []appliance.Room {
	return []appliance.Room{
		appliance.New(h),
	}
}
