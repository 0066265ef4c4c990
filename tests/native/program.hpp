#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace brigade::tests {

/// How a run of the program ended, and what it said.
struct ProgramEnd {
  int exit_code = 0;  ///< 128 + the signal's number where a signal ended it
  std::string output;
  std::string errors;
};

/// The program under test, running in a process of its own.
class Program {
 public:
  /// Starts `brigade ARGUMENTS...`; its standard input is `input_file`, or empty.
  explicit Program(const std::vector<std::string>& arguments, const std::filesystem::path& input_file = "/dev/null");
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  Program(Program&&) = delete;
  Program& operator=(Program&&) = delete;

  /// Interrupts it as Ctrl-C does.
  void interrupt() const;

  /// Blocks until `file` has at least `bytes` bytes or the program has ended; whether it has.
  [[nodiscard]] bool wait_for_file(const std::filesystem::path& file, std::uintmax_t bytes);

  /// Waits for its end.
  [[nodiscard]] ProgramEnd wait();

 private:
  [[nodiscard]] bool ended();

  pid_t process_ = 0;
  int output_ = -1;
  int errors_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

/// Runs `brigade ARGUMENTS...` to its end.
[[nodiscard]] ProgramEnd run_brigade(const std::vector<std::string>& arguments,
                                     const std::filesystem::path& input_file = "/dev/null");

/// Runs a shell command that makes a test's input; fails the running test where the command fails.
void prepare(const std::string& shell_command);

/// What a shell command prints, without the last newline; fails the running test where the command fails.
[[nodiscard]] std::string answer(const std::string& shell_command);

/// Frames of the only picture track that can be decoded, by ffprobe. Fails the running test where the file does not
/// open.
[[nodiscard]] int playable_frames(const std::filesystem::path& video);

[[nodiscard]] std::string read_text(const std::filesystem::path& file);

/// The path of the cached sample video.
[[nodiscard]] std::string sample();

}  // namespace brigade::tests
