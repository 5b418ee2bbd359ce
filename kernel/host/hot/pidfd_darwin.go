package hot

import "errors"

// pidfd is an error: the system has no such call, and no hot cells.
func pidfd(int) (int, error) { return 0, errors.ErrUnsupported }
