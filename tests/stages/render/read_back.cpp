#include "tests/stages/render/read_back.hpp"

#include "stages/render/output/ffmpeg_values.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdlib>
#include <span>

namespace brigade::tests {
namespace {

using namespace stages;

int mean_level(const AVFrame& frame) {
  std::int64_t sum = 0;
  for (int y = 0; y < frame.height; ++y) {
    const std::uint8_t* row = frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
    for (int x = 0; x < frame.width; ++x) {
      sum += row[x];
    }
  }
  return static_cast<int>(sum / (std::int64_t{frame.width} * frame.height));
}

struct Decoder {
  ffmpeg::Owned<AVCodecContext> codec;
  ffmpeg::Owned<AVFrame> frame{av_frame_alloc()};

  explicit Decoder(const AVStream& stream) : codec(avcodec_alloc_context3(nullptr)) {
    const AVCodec* decoder = avcodec_find_decoder(stream.codecpar->codec_id);
    REQUIRE(decoder != nullptr);
    avcodec_parameters_to_context(codec.get(), stream.codecpar);
    codec->pkt_timebase = stream.time_base;
    REQUIRE(avcodec_open2(codec.get(), decoder, nullptr) >= 0);
  }

  void push(const AVPacket* packet, StreamRead& read) const {
    avcodec_send_packet(codec.get(), packet);
    while (avcodec_receive_frame(codec.get(), frame.get()) >= 0) {
      if (codec->codec_type == AVMEDIA_TYPE_VIDEO) {
        read.mean_levels.push_back(mean_level(*frame));
      } else {
        read.samples += frame->nb_samples;
      }
    }
  }
};

}  // namespace

FileRead read_back(const std::filesystem::path& path, bool from_front) {
  AVFormatContext* opened = avformat_alloc_context();
  opened->flags |= from_front ? AVFMT_FLAG_IGNIDX : 0;
  if (avformat_open_input(&opened, path.c_str(), nullptr, nullptr) < 0) {
    return {};
  }
  const ffmpeg::Owned<AVFormatContext> input(opened);
  if (avformat_find_stream_info(opened, nullptr) < 0) {
    return {};
  }
  FileRead read{.opened = true, .duration = static_cast<double>(opened->duration) / AV_TIME_BASE, .streams = {}};
  std::vector<Decoder> decoders;
  for (const AVStream* stream : std::span(opened->streams, opened->nb_streams)) {
    const AVCodecParameters& is = *stream->codecpar;
    StreamRead& added = read.streams.emplace_back();
    added.codec = avcodec_get_name(is.codec_id);
    added.width = is.width;
    added.height = is.height;
    added.sample_rate = is.sample_rate;
    decoders.emplace_back(*stream);
  }
  const ffmpeg::Owned<AVPacket> packet(av_packet_alloc());
  while (av_read_frame(opened, packet.get()) >= 0) {
    const auto index = static_cast<std::size_t>(packet->stream_index);
    const double unit = av_q2d(opened->streams[index]->time_base);
    read.streams[index].times.push_back(static_cast<double>(packet->pts) * unit);
    decoders[index].push(packet.get(), read.streams[index]);
    av_packet_unref(packet.get());
  }
  for (std::size_t i = 0; i < decoders.size(); ++i) {
    decoders[i].push(nullptr, read.streams[i]);
  }
  return read;
}

void run_ffmpeg(const std::string& arguments) {
  const std::string command = "ffmpeg -nostdin -y -v error " + arguments;
  INFO(command << " (ffmpeg comes with script/bootstrap test)");
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(concurrency-mt-unsafe, bugprone-command-processor, cert-*)
}

}  // namespace brigade::tests
