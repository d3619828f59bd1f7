package place

import winreg "golang.org/x/sys/windows/registry"

// registry reads the zone's key name and the region of the signed-in user.
func registry() (zone, region string) {
	zone = value(winreg.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Control\TimeZoneInformation`, "TimeZoneKeyName")
	region = value(winreg.CURRENT_USER, `Control Panel\International\Geo`, "Name")
	return zone, region
}

func value(root winreg.Key, path, name string) string {
	k, err := winreg.OpenKey(root, path, winreg.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer k.Close()
	s, _, err := k.GetStringValue(name)
	if err != nil {
		return ""
	}
	return s
}
