//go:build !windows

package place

func registry() (zone, region string) { return "", "" }
