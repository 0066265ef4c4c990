# What the builds for the web need besides: Node.js, Emscripten, third parties of each variant. Sourced by script/bootstrap, never
# run; uses its functions.

# --- Node.js -----------------------------------------------------------------------------------------------------------------

readonly node_version=24.21.0
readonly node_sum_x64=61ecf27ad70afee991b671c28561eb497028294a67d132f9bbaac9ad73f81d3b
readonly node_sum_arm64=fba3076c16d21e5d814577436bdcb782b9b66bed09c6fa8278298e8933288bbb

# The machine's own Node.js only has to run npm: all that runs WebAssembly or TypeScript uses this one, whose version is known.
fetch_node() {
  local platform sum folder temporary
  case $(uname -m) in
    x86_64) platform=x64 sum=$node_sum_x64 ;;
    aarch64) platform=arm64 sum=$node_sum_arm64 ;;
    *) die "there is no pinned Node.js for $(uname -m); the web builds need x86_64 or aarch64" ;;
  esac
  folder=$cache/node-$node_version-$platform
  if [ ! -e "$folder/complete" ]; then
    only_check "Node.js $node_version" && return 0
    say "fetching Node.js $node_version (50 MB)"
    mkdir -p "$folder"
    rm -rf "$folder"/part.*
    temporary=$(mktemp -d "$folder/part.XXXXXX")
    logged "$cache/log/node.log" env -C "$temporary" npm pack --loglevel=error "node-linux-$platform@$node_version"
    echo "$sum  $(echo "$temporary"/*.tgz)" | sha256sum --check --quiet - ||
      die "node-linux-$platform $node_version does not have the pinned sha256 $sum"
    tar -xzf "$temporary"/*.tgz -C "$folder" --strip-components=1 package/bin/node package/LICENSE
    rm -rf "$temporary"
    touch "$folder/complete"
  fi
  $check_only || ln -sfnr "$folder" "$cache/node"
}

# --- Emscripten --------------------------------------------------------------------------------------------------------------

# Older ones know no final relaxed SIMD.
readonly emscripten_least=3.1.69

# The folder of the Emscripten on the path, if it is new enough.
emscripten_on_path() {
  local version
  command -v emcc > /dev/null && command -v em-config > /dev/null || return 1
  version=$(emcc -dumpversion 2> /dev/null) || return 1
  [ "$(printf '%s\n' "$emscripten_least" "$version" | sort -V | head -n 1)" = "$emscripten_least" ] || return 1
  em-config EMSCRIPTEN_ROOT
}

# Downloads the packages of emscripten.txt for this architecture into a folder, checked.
fetch_emscripten_packages() {
  local folder=$1 own package version architecture sum
  own=$(dpkg --print-architecture)
  prepare_apt_view
  while read -r package version architecture sum; do
    case $package in '' | '#'*) continue ;; esac
    case $architecture in all | any | "$own") ;; *) continue ;; esac
    [ "$version" = any ] || package=$package=$version
    logged "$cache/log/emscripten.log" env -C "$folder" apt-get "${apt_view[@]}" download "$package"
    [ "$sum" = any ] || echo "$sum  $(echo "$folder/${package%%=*}"_*.deb)" | sha256sum --check --quiet - ||
      die "the package $package does not have the pinned sha256 $sum"
  done < "$root/script/emscripten.txt"
  [ -e "$(echo "$folder"/binaryen_*.deb)" ] || die "script/emscripten.txt names no binaryen for $own; install Emscripten $emscripten_least or newer and put emcc on the path"
}

# Binaryen was linked against a newer C library than this machine may have: it runs through the loader of its own suite.
wrap_binaryen() {
  local prefix=$1 loader libraries tool
  loader=$(find "$prefix/usr/lib" -name 'ld-linux-*.so.*' -path '*-linux-gnu/*' | head -n 1)
  libraries=$(dirname "$loader")
  mkdir -p "$prefix/binaryen/bin"
  for tool in "$prefix"/usr/bin/wasm-*; do
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$libraries" "$tool" \
      > "$prefix/binaryen/bin/$(basename "$tool")"
  done
  chmod +x "$prefix"/binaryen/bin/*
  ln -sfn "$prefix/usr/lib" "$prefix/binaryen/lib"
}

# Emscripten compiles its system libraries when a link first asks for them. Asked here, no later build has to wait for it.
build_system_libraries() {
  local emscripten=$1 work threads
  work=$(mktemp -d)
  cat > "$work/program.cpp" <<'CPP'
#include <cmath>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>
int main(int count, char** arguments) try {
  std::thread([&] { std::cout << std::ifstream(arguments[0]).rdbuf() << std::fmod(count, 3.0); }).join();
} catch (const std::exception& error) {
  std::cout << error.what();
}
CPP
  for threads in '-pthread -sPROXY_TO_PTHREAD' ''; do
    # shellcheck disable=SC2086 # flags, to be split
    logged "$cache/log/emscripten-libraries.log" "$emscripten/em++" -O2 -fwasm-exceptions $threads \
      "$work/program.cpp" -o "$work/program.mjs"
  done
  rm -rf "$work"
}

# A private Emscripten out of Debian packages that stay uninstalled; sets emscripten to its folder.
install_emscripten() {
  local prefix
  prefix=$cache/emscripten-$(sha256sum < "$root/script/emscripten.txt" | cut -c1-12)
  emscripten=$prefix/usr/share/emscripten
  [ ! -e "$prefix/complete" ] || return 0
  only_check "Emscripten" && return 0
  say "fetching Emscripten (Debian $suite's, into the cache)"
  rm -rf "$prefix/packages"
  mkdir -p "$prefix/packages"
  fetch_emscripten_packages "$prefix/packages"
  local package
  for package in "$prefix/packages"/*.deb; do dpkg -x "$package" "$prefix"; done
  rm -rf "$prefix/packages"
  wrap_binaryen "$prefix"
  mkdir -p "$emscripten/node_modules"
  ln -sfnr "$prefix/usr/share/nodejs/acorn" "$emscripten/node_modules/acorn"
  cat > "$emscripten/.emscripten" <<PYTHON
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$prefix/binaryen'
NODE_JS = '$cache/node/bin/node'
CACHE = '$prefix/cache'
PYTHON
  say "building Emscripten's system libraries (two minutes the first time)"
  build_system_libraries "$emscripten"
  touch "$prefix/complete"
}

# Sets emscripten to the folder of the Emscripten in use and turns the link to it that CMake follows.
choose_emscripten() {
  choose_python
  if emscripten=$(emscripten_on_path); then
    $check_only || say "using the Emscripten on the path ($emscripten)"
  else
    install_emscripten
  fi
  $check_only || ln -sfn "$(realpath "$emscripten")" "$cache/emscripten"
}

# --- third parties -----------------------------------------------------------------------------------------------------------

# build_for_web VARIANT NAME RECIPE SOURCES...: into $cache/web/NAME-VARIANT.
build_for_web() {
  local variant=$1 name=$2 recipe=$3 toolchain=$root/cmake/WebToolchain.cmake
  shift 3
  CC=$emscripten/emcc CXX=$emscripten/em++ \
    build_third_party "web/$name-$variant" "$recipe" "$@" "-DCMAKE_TOOLCHAIN_FILE=$toolchain" "-DBRIGADE_VARIANT=$variant"
}

# Two builds serve the four variants, see cmake/WebToolchain.cmake; one of Catch2 serves both.
build_web_third_parties() {
  if [ ! -x "$emscripten/em++" ] && only_check "the third parties for the web"; then return 0; fi
  local variant
  for variant in simd scalar; do
    build_for_web "$variant" xnnpack xnnpack_web xnnpack pthreadpool fp16 fxdiv --
    build_for_web "$variant" opencv opencv_web opencv zlib --
  done
  build_for_web scalar catch2 catch2 catch2 -- "${catch2_options[@]}"
}
