#!/bin/sh
# The C++ compiler for cgo. gotch's C++ file and snn/internal/grad's are in libgotch: the Go packages get empty objects in their place.

# same reports whether libgotch was made of this file, and of those beside it that it includes.
same() {
	for made in "$GOSNN_HOME"/gotch/grad/*; do
		cmp -s "$made" "$(dirname "$1")/${made##*/}" || return 1
	done
}

for arg do
	shift
	case $arg in
	torch_api.cpp | */gotch@*/libtch/torch_api.cpp) arg=$GOSNN_HOME/gotch/empty.cpp ;;
	grad.cpp | */snn/internal/grad/grad.cpp) same "$arg" && arg=$GOSNN_HOME/gotch/empty.cpp ;;
	esac
	set -- "$@" "$arg"
done
exec ${GOSNN_CXX:-g++} "$@"
