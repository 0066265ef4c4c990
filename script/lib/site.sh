# Builds the page's site out of engines, page, weights and media; sourced after common.sh and build.sh, never run.

# Fastest first; as in web/page/src/engine/protocol.ts.
readonly site_variants=(relaxed simd scalar single)
readonly node=$cache/node/bin/node
# Weights and sample as script/bootstrap lays them down.
weights_folder() { echo "$cache"/weights/human-models-*/; }
# shellcheck disable=SC2034 # for those who source this
readonly web_sample=$cache/sample/sample.mp4

# build_web VARIANT...: each engine into build/web-VARIANT/web/brigade.{mjs,wasm}.
build_web() {
  local variant
  for variant in "$@"; do
    say "building the engine for the web, $variant"
    logged "$root/build/web-$variant.configure.log" cmake -S "$root" --preset "web-$variant" -DBRIGADE_CACHE="$cache"
    cmake --build "$root/build/web-$variant" --target brigade_engine
  done
}

# npm's packages for page, server and browser tests, in the cache by their lock file; links make them found.
install_page_packages() {
  local recipe=$root/web/page folder key link
  key=$(cat "$recipe/package.json" "$recipe/package-lock.json" | sha256sum | cut -c1-12)
  folder=$cache/page-packages-$key
  if [ ! -e "$folder/complete" ]; then
    say "installing the page's packages from npm"
    mkdir -p "$folder"
    cp "$recipe/.npmrc" "$recipe"/package*.json "$folder"
    logged "$cache/log/page-packages.log" env -C "$folder" npm ci --ignore-scripts --no-audit --no-fund
    touch "$folder/complete"
  fi
  for link in web/page web tests/web; do
    # Packages that were installed by hand stay.
    link=$root/$link/node_modules
    if [ -L "$link" ] || [ ! -e "$link" ]; then ln -sfn "$folder/node_modules" "$link"; fi
  done
}

# notice TITLE FILE...: a title and what the first of the files that is there says.
notice() {
  local title=$1 file
  shift
  for file in "$@"; do
    [ -e "$file" ] || continue
    printf '\n%s\n%s\n\n' "$title" "$(printf '%*s' ${#title} '' | tr ' ' '-')"
    cat "$file"
    return 0
  done
  die "there is no licence text of $title (looked for $*)"
}

# source_notice TITLE NAME: the licence in a tarball of sources.txt.
source_notice() {
  local text
  text=$(mktemp)
  tar -xOf "$cache/sources/$(awk -v name="$2" '$1 == name { print $3 }' "$root/script/sources.txt")" \
    --wildcards --no-wildcards-match-slash 'LICENSE' '*/LICENSE' 2> /dev/null > "$text" || true
  [ -s "$text" ] || die "the source of $2 holds no LICENSE"
  notice "$1" "$text"
  rm -f "$text"
}

# The notices of everything that a site passes on: what THIRD_PARTY.md says, and the texts that have to go along.
write_licences() {
  local package name emscripten
  emscripten=$(realpath "$cache/emscripten")
  {
    echo "Brigade and what this site holds of others: an overview, then the licences' texts."
    notice 'Brigade, and the weights of NanoDet-g (Apache-2.0)' "$root/LICENSE"
    notice 'Overview' "$root/THIRD_PARTY.md"
    for name in XNNPACK pthreadpool FP16 FXdiv OpenCV; do source_notice "$name" "${name,,}"; done
    notice 'Emscripten, with its C and C++ libraries' "$emscripten/../doc/emscripten/copyright" "$emscripten/LICENSE"
    for package in zlib1g libfmt-dev libexpected-dev nlohmann-json3-dev; do
      notice "$package" "/usr/share/doc/$package/copyright"
    done
    for package in preact @preact/signals @preact/signals-core wasm-feature-detect; do
      notice "$package" "$root/web/page/node_modules/$package/LICENSE"
    done
    notice 'The package that the weights come from' "$(weights_folder)LICENSE"
  } > "$1"
}

# build_site FOLDER [OPTION...]: engines, page and licences, then the site; the options are those of web/site/write_site.ts that
# choose models and sample.
build_site() {
  local folder=$1 page=$root/build/page variant engines=()
  shift
  install_page_packages
  build_web "${site_variants[@]}"
  for variant in "${site_variants[@]}"; do engines+=(--engine "$variant=$root/build/web-$variant/web"); done
  say "building the page"
  logged "$root/build/page.log" env -C "$root/web/page" "$node" node_modules/vite/bin/vite.js build --outDir "$page" --emptyOutDir
  write_licences "$root/build/licences.txt"
  say "writing the site"
  "$node" "$root/web/site/write_site.ts" --page "$page" "${engines[@]}" --weights "$(weights_folder)" \
    --licences "$root/build/licences.txt" "$@" "$folder" || die "the site was not written"
}
