package plots

import "gosnn/snn/argument"

// What is wrong with an argument, for errors.Is. The message itself comes from [ArgError].
var (
	ErrOption = argument.ErrOption // an option that is missing, or sizes that do not match
	ErrRange  = argument.ErrRange  // a number or a name outside of what is allowed
	ErrValue  = argument.ErrValue  // NaN, an infinity, or a value that is not a spike
	ErrShape  = argument.ErrShape  // too many or too few dimensions, or nothing in them
	ErrTensor = argument.ErrTensor // nil, undefined or already dropped
)

// ArgError says which argument of which function is wrong, its value and what is allowed.
// errors.Is finds its kind: [ErrRange], [ErrShape] and so on.
type ArgError = argument.Error
