#!/bin/sh
# The C++ compiler for cgo. gotch's one C++ file is in libgotch: the Go package gets an empty object in its place.
for arg do
	shift
	case $arg in
	torch_api.cpp | */gotch@*/libtch/torch_api.cpp) arg=$GOSNN_HOME/gotch/empty.cpp ;;
	esac
	set -- "$@" "$arg"
done
exec ${GOSNN_CXX:-g++} "$@"
