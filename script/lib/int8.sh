# Makes int8 weights with the native program; sourced after common.sh and build.sh, never run.

# Where those of sites lie.
# shellcheck disable=SC2034 # for those who source this
readonly site_int8=$root/build/int8

# make_int8_weights FOLDER MODEL...: FOLDER/MODEL.int8 as `brigade quantize` makes it unasked, of the sample, with the program as it
# is now; what this program has made already stays.
make_int8_weights() {
  local folder=$1 program=$root/build/native/bin/brigade model file
  shift
  build native brigade
  mkdir -p "$folder"
  for model in "$@"; do
    file=$folder/$model.int8
    [ ! "$file" -nt "$program" ] || continue
    say "quantising the weights of $model"
    "$program" quantize --quiet --model "$model" --out "$file.part"
    mv "$file.part" "$file"
  done
}
