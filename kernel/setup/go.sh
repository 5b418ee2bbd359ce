#!/bin/sh
# The go command as a notebook's kernel sees it. GoNB runs it for every cell; two of its calls are helped here, all
# others go through as they are. GOSNN_GO is the real one, GOSNN_ROOT the source tree of the module gosnn.
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
	# without, which takes a fifth of the time and works on a train.
	GOPROXY=off "$GOSNN_GO" "$@" >/dev/null 2>&1 || exec "$GOSNN_GO" "$@"
	;;
*)
	exec "$GOSNN_GO" "$@"
	;;
esac
