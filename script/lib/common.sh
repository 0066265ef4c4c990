# Shared by the scripts beside this folder; sourced, never run.
# Sets: root (the checkout), cache (everything that is downloaded or built of third parties).

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=$(realpath -m "${BRIGADE_CACHE:-${XDG_CACHE_HOME:-${HOME:?name the cache with BRIGADE_CACHE}/.cache}/brigade}")
export BRIGADE_CACHE=$cache

# One step of work, said before it starts, so that a person waiting knows what for.
say() { if [ -t 1 ]; then printf '\033[1m==>\033[0m %s\n' "$*"; else printf '==> %s\n' "$*"; fi; }

# One sentence on standard error, then a non-zero end.
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# Runs a long command with its output in a log; on failure shows the log's end and names it.
# logged LOG COMMAND...
logged() {
  local log=$1; shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" > "$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "this failed: $* (the whole output is in $log)"
  fi
}

# The C and C++ compilers: those of CC and CXX where set, else clang 19.
choose_compiler() {
  export CC=${CC:-clang-19} CXX=${CXX:-clang++-19}
  local compiler
  for compiler in "$CC" "$CXX"; do
    command -v "$compiler" > /dev/null || die "no compiler $compiler here: run script/bootstrap, or set CC and CXX, both"
  done
}

# Emscripten starts Python for every compilation: make it the interpreter itself, as pyenv's substitute for it takes longer to
# start than the compiler.
choose_python() {
  export PYTHON=${PYTHON:-$(python3 -c 'import sys; print(sys.executable)')}
}

# need_rounds VALUE COMMAND: dies where --rounds was given something that is no number of rounds.
need_rounds() {
  case $1 in '' | *[!0-9]* | 0*) die "--rounds takes a whole number above 0; see $2 --help" ;; esac
}
