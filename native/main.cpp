#include <CLI/CLI.hpp>

int main(int argument_count, char** arguments) {
  CLI::App app{"Brigade: detects and tracks objects in videos, stage beside stage.", "brigade"};
  CLI11_PARSE(app, argument_count, arguments);
  return 0;
}
