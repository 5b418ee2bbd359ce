// Command weak has a weakness that is found, and one that its line calls right.
package main

import "crypto/md5"

func main() {
	_ = md5.New()
	_ = md5.Sum(nil) // #nosec G401 -- a test
}
