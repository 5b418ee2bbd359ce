#!/bin/sh
# Copies the notebooks for students, with the data that they read, from a source tree to a user's folder:
#
#	notebooks.sh SOURCE FOLDER
#
# What is there already stays as it is: it may be the user's work.
set -eu
cd "$1/notebooks"
for file in *.ipynb data/* ko/*.ipynb ko/data/*; do
	test -f "$file" || continue # the pattern, where nothing fits it
	test ! -e "$2/$file" || continue
	mkdir -p "$2/$(dirname "$file")"
	cp "$file" "$2/$file.part-$$"
	mv "$2/$file.part-$$" "$2/$file"
done
