// Package buildcache lets many users build with one build cache that none of them may write to.
//
// A class shares what set-up has compiled: gotch, libtorch's bindings and this module, which take minutes to compile and a
// gigabyte of disk. The go command wants a build cache that it can write to. So where a user may not, it is given a cache
// program (GOCACHEPROG, see go doc cmd/go/internal/cacheprog), which is this package: it looks an entry up in the shared
// cache first, then in the user's own, and puts what is new in the user's own.
//
// Both are folders in the go command's own form, so that the shared one is what an ordinary `go build` has filled:
//
//	xx/<action>-a  "v1 <action> <output> <size> <time>", in text: what an action, named by the hash of its inputs, has made
//	xx/<output>-d  that output, named by the hash of its content; xx are the first two digits of the name
//
// The go command does not promise this form. If a later one has another, the entries are not found and are made
// anew, once for each user: slow, but right. A test compares with the go command in use.
//
// The protocol is spoken here, not by a library: it is two kinds of messages, and what there is for it has no releases.
package buildcache
