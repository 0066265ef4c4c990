#pragma once

#include "common/result.hpp"
#include "stages/render/output/ffmpeg_values.hpp"

#include <cstdint>
#include <functional>

namespace brigade::stages {

/// Sound of any codec that FFmpeg decodes to AAC (FFmpeg's own encoder, 64 kbit/s a channel): decode, resample, gather
/// into frames of 1024 samples, encode. Channels beyond 6 are mixed down to 2. Damaged packets are left out; a gap of a
/// tenth of a second or more stays a gap. One thread at a time.
class AacTranscoder {
 public:
  using TakePacket = std::function<Result<void>(AVPacket& packet)>;

  /// For one stream of an open file. An error where the codec has no decoder, or no known layout of channels.
  [[nodiscard]] static Result<AacTranscoder> open(const AVStream& source);

  /// What comes out; its time base is one sample.
  [[nodiscard]] const AVCodecContext& encoder() const { return *encoder_; }

  /// Takes one packet of the source, in the source's time base; null: the end. Hands out packets in the encoder's.
  [[nodiscard]] Result<void> push(const AVPacket* packet, const TakePacket& take);

 private:
  AacTranscoder() = default;
  Result<void> resample(const AVFrame* decoded);
  Result<void> encode_gathered(bool all, const TakePacket& take);
  Result<void> encode(const AVFrame* frame, const TakePacket& take);
  void follow_time(const AVFrame& decoded);

  AVRational source_base_{};
  std::int64_t next_time_ = AV_NOPTS_VALUE;  ///< of the first gathered sample, in samples
  ffmpeg::Owned<AVCodecContext> decoder_;
  ffmpeg::Owned<AVCodecContext> encoder_;
  ffmpeg::Owned<SwrContext> resampler_;
  ffmpeg::Owned<AVAudioFifo> gathered_;
  ffmpeg::Owned<AVFrame> decoded_;
  ffmpeg::Owned<AVFrame> resampled_;
  ffmpeg::Owned<AVPacket> packet_;
};

}  // namespace brigade::stages
