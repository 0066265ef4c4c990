#include "tests/native/program.hpp"

#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <system_error>

namespace brigade::tests {
namespace {

std::string read_all(int descriptor) {
  std::string text(static_cast<std::size_t>(lseek(descriptor, 0, SEEK_END)), '\0');
  const auto count = pread(descriptor, text.data(), text.size(), 0);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  close(descriptor);
  return text;
}

// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become(const std::vector<char*>& command, int input, int output, int errors) {
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execv(command.front(), command.data());
  _exit(127);
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments, const std::filesystem::path& input_file)
    : output_(memfd_create("output", MFD_CLOEXEC)), errors_(memfd_create("errors", MFD_CLOEXEC)) {
  const int input = open(input_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (output_ < 0 || errors_ < 0 || input < 0) {
    FAIL("cannot prepare the program's input and outputs (input: " << input_file.string() << ")");
  }
  std::string program = brigade_program().string();
  std::vector<std::string> copies = arguments;
  std::vector<char*> command{program.data()};
  for (auto& argument : copies) {
    command.push_back(argument.data());
  }
  command.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    become(command, input, output_, errors_);
  }
  close(input);
  REQUIRE(process_ > 0);
}

Program::~Program() {
  if (!ended_) {
    kill(process_, SIGKILL);
    waitpid(process_, &status_, 0);
  }
}

void Program::interrupt() const { kill(process_, SIGINT); }

bool Program::ended() {
  ended_ = ended_ || waitpid(process_, &status_, WNOHANG) == process_;
  return ended_;
}

bool Program::wait_for_file(const std::filesystem::path& file, std::uintmax_t bytes) {
  std::error_code missing;
  while (true) {
    const auto size = std::filesystem::file_size(file, missing);
    if (!missing && size >= bytes) {
      return true;
    }
    if (ended()) {
      return false;
    }
    // Another process writes that file: there is nothing to be woken by, so it is looked at again and again.
    const timespec pause{0, 5'000'000};
    nanosleep(&pause, nullptr);
  }
}

ProgramEnd Program::wait() {
  while (!ended_ && waitpid(process_, &status_, 0) != process_) {
    REQUIRE(errno == EINTR);
  }
  ended_ = true;
  const int code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  return {code, read_all(output_), read_all(errors_)};
}

ProgramEnd run_brigade(const std::vector<std::string>& arguments, const std::filesystem::path& input_file) {
  return Program(arguments, input_file).wait();
}

void prepare(const std::string& shell_command) {
  const int status = std::system(shell_command.c_str());  // NOLINT(cert-env33-c, concurrency-mt-unsafe)
  INFO(shell_command);
  REQUIRE(status == 0);
}

std::string answer(const std::string& shell_command) {
  std::FILE* pipe = popen(shell_command.c_str(), "r");  // NOLINT(cert-env33-c)
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) {
    text.append(part.data(), count);
  }
  INFO(shell_command);
  REQUIRE(pclose(pipe) == 0);
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

int playable_frames(const std::filesystem::path& video) {
  return std::stoi(
      answer("ffprobe -v error -select_streams v -count_frames -show_entries stream=nb_read_frames "
             "-of default=noprint_wrappers=1:nokey=1 '" +
             video.string() + "'"));
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file);
  INFO(file.string());
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string sample() { return require_cached("sample/vtest.avi").string(); }

}  // namespace brigade::tests
