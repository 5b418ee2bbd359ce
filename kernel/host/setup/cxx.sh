#!/bin/sh
# The C++ compiler for cgo. gotch's C++ file and snn/internal/grad's are in libgotch: the Go packages get empty objects in their place.

# same reports whether libgotch was made of this file, and of those beside it that it includes.
same() {
	for made in "$GOSNN_HOME"/gotch/grad/*; do
		cmp -s "$made" "$(dirname "$1")/${made##*/}" || return 1
	done
}

# The go command asks for a version, by which it knows what it has compiled already: objects that were compiled before libgotch was made of
# their source are others.
if test "$1" = "-###"; then
	echo "libgotch version $(cat "$GOSNN_HOME"/gotch/grad/* | cksum | tr ' ' '-'), $(${GOSNN_CXX:-g++} --version | head -n 1)"
fi

# A sanitizer sees what it has compiled itself: grad.cpp then is compiled, though libgotch has it.
sanitized=
for arg do
	case $arg in -fsanitize=*) sanitized=$arg ;; esac
done

for arg do
	shift
	case $arg in
	torch_api.cpp | */gotch@*/libtch/torch_api.cpp) arg=$GOSNN_HOME/gotch/empty.cpp ;;
	grad.cpp | */snn/internal/grad/grad.cpp) test -z "$sanitized" && same "$arg" && arg=$GOSNN_HOME/gotch/empty.cpp ;;
	esac
	set -- "$@" "$arg"
done
exec ${GOSNN_CXX:-g++} "$@"
