# The sample as browsers play it; sourced by script/bootstrap, never run; uses its functions.

# Every frame at its own time, with its index at the head, so that it begins to play at once and can be searched.
transcode_sample() {
  local file=$cache/sample/sample.mp4
  [ ! -e "$file" ] || return 0
  only_check "the sample video for browsers" && return 0
  say "transcoding the sample video to what browsers play"
  logged "$cache/log/web-sample.log" ffmpeg -y -i "$cache/sample/vtest.avi" -map 0:v -c:v libx264 -crf 22 -pix_fmt yuv420p \
    -fps_mode passthrough -movflags +faststart -f mp4 "$file.part"
  mv "$file.part" "$file"
}
