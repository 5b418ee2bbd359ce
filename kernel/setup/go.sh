#!/bin/sh
# The go command as a notebook's kernel sees it. GoNB runs it for every cell; three of its calls are helped here, all
# others go through as they are. GOSNN_GO is the real one, GOSNN_ROOT the source tree of the module gosnn.

# cure tells what to do where a build has failed for no fault of the cell's. It prints that, or what the go command said.
cure() {
	lib=${LIBRARY_PATH%%:*} # of libtorch
	version=
	while read -r define name value; do
		case "$define $name" in "#define TORCH_VERSION_M"*) version=$version$value. ;; esac
	done 2>/dev/null <"${lib%/lib}/include/torch/csrc/api/include/torch/version.h"
	again="What to do: run \`$GOSNN_HOME/bin/gosnn-kernel setup\` in a terminal, and then the cell again."
	case "$1" in
	*"no space left on device"* | *"isk quota exceeded"*)
		printf '%s\n' "$1" "What to do: free some space on the disk that is named above, and run the cell again."
		return
		;;
	./main*.go:* | *"
./main"*.go:*) ;; # the cell's own mistake
	*)
		if ! [ -s "$lib/libtorch_cpu.so" ] && ! [ -s "$lib/libtorch_cpu.dylib" ]; then
			printf '%s\n' "libtorch, which cells are linked with, is missing from $lib." "$again"
			return
		elif [ "$version" != 2.1. ]; then
			printf '%s\n' "The libtorch in $lib is version ${version%.}, but gotch needs 2.1." "$again"
			return
		fi
		;;
	esac
	printf '%s\n' "$1"
}

# In a class the home belongs to somebody else. Its build cache is then read, and what is new goes to a cache of the user's own.
[ -w "$GOCACHE" ] || export GOCACHEPROG="'$GOSNN_HOME/bin/gosnn-kernel' cache"

case "$*" in
"mod init gonb_"*)
	# GoNB makes a module for each notebook. It starts with gosnn in its build list, so that an import of gotch
	# means the version that was compiled at set-up, and with the known hashes, so that nothing needs to be asked for.
	"$GOSNN_GO" "$@" &&
		"$GOSNN_GO" mod edit -require=gosnn@v0.0.0 -replace="gosnn=$GOSNN_ROOT" &&
		cp "$GOSNN_ROOT/go.sum" go.sum
	;;
get | "get -t")
	# GoNB looks for missing modules before each cell, which asks the network even if none is missing: try
	# without, which takes a fifth of the time and works on a train. Nothing is built: no cache program is needed.
	GOCACHEPROG= GOPROXY=off "$GOSNN_GO" "$@" >/dev/null 2>&1 && exit
	[ -w "$GOMODCACHE" ] && exec "$GOSNN_GO" "$@"
	said=$("$GOSNN_GO" "$@" 2>&1) && exit
	printf '%s\n' "$said" "A module is missing, and $GOMODCACHE, where it would be, belongs to somebody else." \
		"What to do: ask them to run \`$GOSNN_HOME/bin/gosnn-kernel run go mod download MODULE@latest\`, and run the cell again."
	exit 1
	;;
"build -o "* | "test -c -o "*)
	said=$("$GOSNN_GO" "$@" 2>&1)
	status=$?
	if [ $status != 0 ]; then
		cure "$said"
	elif [ -n "$said" ]; then
		printf '%s\n' "$said"
	fi
	exit $status
	;;
*)
	exec "$GOSNN_GO" "$@"
	;;
esac
