# Fills the table that says which kernels compute a shape: what `script/bench kernels` does; sourced by script/bench, never run; uses
# common.sh and build.sh.

readonly kernel_figures=$root/build/bench-kernels

kernels_usage() {
  cat <<USAGE
Usage: script/bench kernels [--json] [OPTION...]

Runs both detectors at 512, 416 and 320 pixels with XNNPACK's kernels and with ours, alone and fused, in turns, natively for every
instruction set of this machine and as WebAssembly under Node.js; and says which is the fastest for each shape.

  --json         print JSON alone, a line for every shape; without it, a summary
  --rounds N     of everything, of which the least time counts [30]
  --write-table  write the fastest into models/network/executor/kernel_tables/
USAGE
}

bench_kernels() {
  local rounds=30 write_table=false json=false variant
  while [ $# -gt 0 ]; do
    case $1 in
      --json) json=true ;;
      --write-table) write_table=true ;;
      --rounds)
        need_rounds "${2:-}" "script/bench kernels"
        rounds=$2
        shift
        ;;
      --help | -h) kernels_usage; return ;;
      *) die "unknown argument '$1'; see script/bench kernels --help" ;;
    esac
    shift
  done
  # Standard output is for the figures.
  {
    "$root/script/bootstrap" build web weights
    choose_compiler
    build native bench_kernels
    for variant in relaxed simd scalar; do build "web-$variant" bench_kernels; done
    mkdir -p "$kernel_figures"
    say "measuring natively"
    "$root/build/native/bin/bench_kernels" "$rounds" > "$kernel_figures/native.json"
    for variant in relaxed simd scalar; do
      say "measuring web-$variant"
      "$node" "$root/build/web-$variant/bin/bench_kernels.js" "$rounds" > "$kernel_figures/$variant.json"
    done
  } >&2
  local figures=("$kernel_figures"/{native,relaxed,simd,scalar}.json)
  if $json; then
    cat "${figures[@]}"
  else
    python3 "$root/bench/kernels/write_table.py" "${figures[@]}"
  fi
  if $write_table; then
    python3 "$root/bench/kernels/write_table.py" --into "$root/models/network/executor/kernel_tables" "${figures[@]}" > /dev/null
    say "models/network/executor/kernel_tables/ holds these figures now" >&2
  fi
}
