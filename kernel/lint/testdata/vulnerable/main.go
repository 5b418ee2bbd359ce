// Command vulnerable calls what testdata/vulndb calls vulnerable.
package main

import (
	"fmt"
	"net/url"
)

func main() { fmt.Println(url.Parse("/")) }
