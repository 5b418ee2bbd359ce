// Package e2e has the tests that see gosnn as its users do: in the installed kernel, in JupyterLab in a browser, and by
// the commands of the README. `make test` runs them. They wait as long as they work, and run beside each other, but for those that measure how long
// something takes, and the class, which takes all processors. It has no code of its own.
package e2e
