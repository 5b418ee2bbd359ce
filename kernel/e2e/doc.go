// Package e2e has the tests that see gosnn as its users do: in the installed kernel, in JupyterLab in a browser, and by
// the commands of the README. `make test` runs them. Tests of one kernel, which wait more than they work, run beside each other. It has no code
// of its own.
package e2e
