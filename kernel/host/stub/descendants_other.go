//go:build !linux

package main

// descendants returns what a process has started, where the system has a cheap way to ask: not here.
func descendants(int) []int { return nil }
