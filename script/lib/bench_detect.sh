# Measures the detector beside others: what `script/bench detect` does; sourced by script/bench, never run; uses common.sh, build.sh,
# int8.sh and site.sh.

readonly detect_figures=$root/build/bench-detect
readonly detect_variants=(relaxed simd scalar)

detect_usage() {
  cat <<USAGE
Usage: script/bench detect [--json] [OPTION...]

Our detector, centernet at 512, beside others on one picture, in turns: in Chromium (relaxed SIMD, SIMD, scalar) beside TensorFlow.js
and onnxruntime-web; natively beside plain XNNPACK and OpenCV's DNN module; on 1 and 2 threads. Natively the whole pipeline too, on the
sample, lossless, with one detector and with two side by side. Says milliseconds, multiply-adds a second, which share of the machine's
peak that is, and what every layer does. onnxruntime-web and OpenCV run yolox_nano.onnx out of ../shared/models beside the checkout (or
\$BRIGADE_SHARED/models). Who is not there is left out, and named. Everybody is made ready once and then measured in many short rounds.
Takes some ten minutes; the machine should have nothing else to do. Its cores are watched meanwhile: everybody waits a little while
somebody else holds one back, as other guests of a host do, and runs during which somebody did are left out, and counted.

  --json        print JSON alone; without it, tables
  --rounds N    how often everything is measured in turns, each in another order [20]; medians are reported, with the lowest and the
                highest round
  --quick       one short round, to see that everything runs
  --write-docs  instead of printing the figures, write them into docs/detector.md and draw its plots
USAGE
}

# npm's packages of the browser's peers, in the cache by their lock file; sets peers.
install_peers() {
  local recipe=$root/bench/detect/peers
  peers=$cache/bench-peers-$(cat "$recipe"/package*.json | sha256sum | cut -c1-12)
  [ ! -e "$peers/complete" ] || return 0
  say "installing TensorFlow.js and onnxruntime-web to measure against (240 MB)"
  mkdir -p "$peers"
  cp "$recipe"/.npmrc "$recipe"/package*.json "$peers"
  logged "$cache/log/bench-peers.log" env -C "$peers" npm ci --ignore-scripts --no-audit --no-fund
  touch "$peers/complete"
}

# A frame of the sample in the size of a webcam's picture, 1280x720 I420, as bench/detect/picture.hpp wants it.
make_picture() {
  mkdir -p "$detect_figures"
  [ ! -e "$detect_figures/picture.i420" ] || return 0
  ffmpeg -v error -y -i "$cache/sample/vtest.avi" -vf 'select=eq(n\,100),scale=960:720,pad=1280:720:160:0' -frames:v 1 \
    -pix_fmt yuv420p -f rawvideo "$detect_figures/picture.part" || die "ffmpeg cannot make a picture of the sample"
  mv "$detect_figures/picture.part" "$detect_figures/picture.i420"
}

build_detect() {
  local variant
  choose_compiler
  build native bench_detect bench_watch
  for variant in "${detect_variants[@]}"; do build "web-$variant" bench_detect_engine; done
}

bench_detect() {
  local write_docs=false options=() peers yolox=${BRIGADE_SHARED:-$root/../shared}/models/yolox_nano.onnx
  while [ $# -gt 0 ]; do
    case $1 in
      --write-docs) write_docs=true ;;
      --json | --quick) options+=("$1") ;;
      --rounds)
        need_rounds "${2:-}" "script/bench detect"
        options+=(--rounds "$2")
        shift
        ;;
      --help | -h) detect_usage; return ;;
      *) die "unknown argument '$1'; see script/bench detect --help" ;;
    esac
    shift
  done
  if $write_docs && [[ " ${options[*]} " == *" --quick "* ]]; then
    die "--write-docs takes figures of everything, --quick has few: leave one of them out"
  fi
  # Standard output is for the figures.
  {
    "$root/script/bootstrap" build web weights sample browser bench
    install_page_packages
    install_peers
    make_picture
    build_detect
    make_int8_weights "$detect_figures" centernet
    say "measuring"
  } >&2
  options+=(--program "$root/build/native/bin/bench_detect" --watch "$root/build/native/bin/bench_watch" --build "$root/build" --weights "$(weights_folder)"
    --peers "$peers/node_modules" --inputs "$detect_figures")
  [ ! -e "$yolox" ] || options+=(--yolox "$(realpath "$yolox")")
  if $write_docs; then
    "$node" "$root/web/bench/detect/bench_detect.ts" --json "${options[@]}" > "$detect_figures/figures.json"
    PYTHONPATH=$root/bench python3 "$root/bench/detect/write_docs.py" "$detect_figures/figures.json" "$root/docs"
    say "docs/detector.md and its plots hold these figures now"
  else
    exec "$node" "$root/web/bench/detect/bench_detect.ts" "${options[@]}"
  fi
}
