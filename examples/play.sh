#!/bin/sh
# Plays a story: runs its commands in the current folder and prints the whole text as it comes out this time, so that
# `play.sh story.txt | diff story.txt -` is a test. A story looks like this:
#
#     # Words to the reader.
#     $ a command
#     > its second line, if it has one
#     what it printed, standard error included; [exit 1] when it failed
#
# Blank lines at the end of what a command prints do not count; those between commands are the author's.
set -eu

# What the user has set up must not show: a default database, a ~/.sqliterc, a language.
unset RETORT_URL
export HOME="$PWD" LC_ALL=C

command=
blank=

say() {
  if [ -n "$blank" ]; then echo; fi
  printf '%s\n' "$1"
}

run() {
  if [ -z "$command" ]; then return 0; fi
  status=0
  output=$(sh -c "$command" 2>&1 </dev/null) || status=$?
  command=
  if [ -n "$output" ]; then printf '%s\n' "$output"; fi
  if [ "$status" -ne 0 ]; then printf '[exit %s]\n' "$status"; fi
}

while IFS= read -r line; do
  case $line in
    '$ '*) run; say "$line"; command=${line#??} ;;
    '> '*) say "$line"; command="$command
${line#??}" ;;
    '#'*) run; say "$line" ;;
    '') blank=yes; continue ;;
    *) ;;  # printed the last time
  esac
  blank=
done <"$1"
run
