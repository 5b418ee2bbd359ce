// Set-up has the C compiler find this file before its own stddef.h, while cgo asks it about gotch's 2,500 names. cgo learns what kind a name is
// from five declarations for each, and which of them are errors. In one, gcc does not know the variable, and looks for one with a similar name
// among all others: 20 s, twice. Here it is declared, with a type for which the declaration that cgo means to be an error still is one.
#include_next <stddef.h>

#ifndef GOSNN_CGO_UNDEFINED
#define GOSNN_CGO_UNDEFINED
extern struct gosnn_undefined { int none; } __cgo_undefined__2;
#endif
