# Judges the tracker beside others: what `script/bench track` does; sourced by script/bench, never run; uses common.sh and build.sh.

readonly track_figures=$root/build/bench-track
readonly shared_data=${BRIGADE_SHARED:-$root/../shared}/data

track_usage() {
  cat <<USAGE
Usage: script/bench track [--json] [OPTION...]

Judges our tracker, variants of it, SORT and ByteTrack: on MOT15's sequences with the detections given there, with frames dropped, on
what our detectors find in two videos, and on made-up scenes; and times them. What needs data that is not on this machine (../shared
beside the checkout, or \$BRIGADE_SHARED) is left out, and named.

  --json        print JSON alone; without it, tables
  --rounds N    of timing, whose medians are reported [5]
  --quick       a little of everything, to see that it runs
  --detect      let our detectors look at the videos again; else what they found last, in build/bench-track, is used
  --write-docs  instead of printing the figures, write them into docs/tracking.md and draw its plots
USAGE
}

# detect_persons TRUTH VIDEO: what each detector finds, weak detections too.
detect_persons() {
  local model out
  for model in centernet nanodet; do
    out=$track_figures/$1-$model.json
    if [ -e "$out" ] && ! $detect_again; then continue; fi
    say "looking for persons in $1 with $model"
    "$root/build/native/bin/brigade" run "$2" --model "$model" --classes person --score 0.05 --detections "$out.part" --quiet
    mv "$out.part" "$out"
  done
}

bench_track() {
  local write_docs=false detect_again=false judge=$root/build/native/bin/bench_track options=()
  while [ $# -gt 0 ]; do
    case $1 in
      --write-docs) write_docs=true ;;
      --detect) detect_again=true ;;
      --json | --quick) options+=("$1") ;;
      --rounds)
        need_rounds "${2:-}" "script/bench track"
        options+=(--rounds "$2")
        shift
        ;;
      --help | -h) track_usage; return ;;
      *) die "unknown argument '$1'; see script/bench track --help" ;;
    esac
    shift
  done
  if $write_docs && [[ " ${options[*]} " == *" --quick "* ]]; then
    die "--write-docs takes figures of everything, --quick has few: leave one of them out"
  fi
  # Standard output is for the figures.
  {
    "$root/script/bootstrap" build weights sample
    choose_compiler
    build native bench_track brigade
    mkdir -p "$track_figures"
    if [ -d "$shared_data/mot15" ]; then
      detect_persons PETS09-S2L1 sample
      detect_persons TUD-Campus "$shared_data/videos/TUD-Campus.mp4"
    fi
    say "judging"
  } >&2
  options+=(--mot15 "$shared_data/mot15" --detections "$track_figures")
  if $write_docs; then
    "$judge" --json "${options[@]}" > "$track_figures/figures.json"
    PYTHONPATH=$root/bench python3 "$root/bench/track/write_docs.py" "$track_figures/figures.json" "$root/docs"
    say "docs/tracking.md and its plots hold these figures now"
  else
    exec "$judge" "${options[@]}"
  fi
}
