# Configures and builds presets; sourced after common.sh, never run.

# Compilations are shared between checkouts and presets: ccache keeps them beside the third parties, by paths relative to the
# checkout, so that a fresh clone finds those of an older one.
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
export NINJA_STATUS='[%f/%t] '

# configure PRESET: into build/PRESET, with its compile_commands.json.
configure() {
  local fresh=() compilers=(-DCMAKE_C_COMPILER="$CC" -DCMAKE_CXX_COMPILER="$CXX") known="CMAKE_CXX_COMPILER:[A-Z]*=\(.*/\)\?$CXX"
  case $1 in
    web-*) # their toolchain file names the compiler
      compilers=()
      known="BRIGADE_EMSCRIPTEN:INTERNAL=$(realpath "$cache/emscripten")"
      choose_python
      ;;
  esac
  # Told of another compiler, CMake would forget what the preset sets, the sanitizers among it.
  grep -qsx "$known" "$root/build/$1/CMakeCache.txt" || fresh=(--fresh)
  logged "$root/build/$1.configure.log" cmake "${fresh[@]}" -S "$root" --preset "$1" "${compilers[@]}" \
    -DBRIGADE_CACHE="$cache"
}

# build PRESET [TARGET...]: configures and builds into build/PRESET, all targets where none is named.
build() {
  local preset=$1 target targets=()
  shift
  for target in "$@"; do targets+=(--target "$target"); done
  say "building the preset $preset${1:+ ($*)}"
  configure "$preset"
  cmake --build "$root/build/$preset" "${targets[@]}"
}
