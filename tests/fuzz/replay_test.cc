// Replays the corpus of each target, and inputs that are made from it by chance. An input at which the process ends is
// written to a file first, so that it can be given to the target alone:
//
//   build/release/fuzz_test --gtest_filter='*wal_scan'
//   CASEJOURNAL_SEED=N CASEJOURNAL_MUTATIONS=200000 build/release/fuzz_test
//   CASEJOURNAL_INPUT=fuzz-wal_scan.input build/release/fuzz_test --gtest_filter='*wal_scan'
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/seed.h"

namespace casejournal::fuzz {
namespace {

constexpr size_t kInputBytesMax = 1 << 16;

uint64_t Mutations() {
  const char* given = std::getenv("CASEJOURNAL_MUTATIONS");
  uint64_t count = 0;
  return given != nullptr && absl::SimpleAtoi(given, &count) ? count : 3000;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The files of a corpus, by name, so that the same seed makes the same inputs.
std::vector<std::string> CorpusOf(const std::string& target) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(absl::StrCat(CASEJOURNAL_CORPORA, "/", target)))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const std::filesystem::path& path : paths) inputs.push_back(ReadFile(path));
  return inputs;
}

// The input that is being tried. A signal handler can read these, and no string.
const char* g_bytes = nullptr;
size_t g_size = 0;
char g_file[64];

void KeepInput(int signal) {
  const int fd = ::open(g_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd >= 0 && ::write(fd, g_bytes, g_size) == static_cast<ssize_t>(g_size)) {
    (void)!::write(STDERR_FILENO, "the input is in ", 16);
    (void)!::write(STDERR_FILENO, g_file, std::char_traits<char>::length(g_file));
    (void)!::write(STDERR_FILENO, "\n", 1);
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, uint64_t seed) : corpus_(corpus), random_(seed) {}

  std::string Next() {
    std::string input = corpus_.empty() ? "" : corpus_[Below(corpus_.size())];
    for (size_t changes = 1 + Below(4); changes > 0; --changes) Change(input);
    if (input.size() > kInputBytesMax) input.resize(kInputBytesMax);
    return input;
  }

 private:
  size_t Below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random_); }
  char Byte() {
    constexpr unsigned char kEdges[] = {0, 1, 0x7f, 0x80, 0xff, '\n', ' ', '0', '"', '{', '}', '/', '.', '-'};
    return static_cast<char>(Below(2) == 0 ? kEdges[Below(sizeof(kEdges))] : Below(256));
  }
  void Change(std::string& input) {
    const size_t at = Below(input.size() + 1);
    const size_t size = std::min(input.size() - at, Below(2) == 0 ? 1 + Below(4) : 1 + Below(64));
    switch (Below(7)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << Below(8)));
        return;
      case 1:
        if (at < input.size()) input[at] = Byte();
        return;
      case 2:
        input.insert(at, std::string(1 + Below(8), Byte()));
        return;
      case 3:
        input.erase(at, size);
        return;
      case 4:
        input.insert(at, input.substr(Below(input.size() + 1), size));
        return;
      case 5:
        input.resize(at);
        return;
      default: {  // the beginning of this one and the end of another
        if (corpus_.empty()) return;
        const std::string& other = corpus_[Below(corpus_.size())];
        input.resize(at);
        input.append(other, Below(other.size() + 1));
      }
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_;
};

class ReplayTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    std::snprintf(g_file, sizeof(g_file), "fuzz-%s.input", GetParam().c_str());
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, KeepInput);
  }
  void TearDown() override {
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, SIG_DFL);
  }
  static void Try(const std::string& input) {
    g_bytes = input.data();
    g_size = input.size();
    Targets().at(GetParam())(input);
  }
};

TEST_P(ReplayTest, TakesAnyBytes) {
  if (const char* file = std::getenv("CASEJOURNAL_INPUT"); file != nullptr) {
    ASSERT_TRUE(std::filesystem::exists(file)) << file;
    return Try(ReadFile(file));
  }
  const std::vector<std::string> corpus = CorpusOf(GetParam());
  ASSERT_FALSE(corpus.empty()) << "a target without a corpus tries little";
  const uint64_t seed = testing::TestSeed();
  Try("");
  for (const std::string& input : corpus) Try(input);
  Mutator mutator(corpus, seed);
  for (uint64_t left = Mutations(); left > 0; --left) Try(mutator.Next());
}

std::vector<std::string> NamesOfTargets() {
  std::vector<std::string> names;
  for (const auto& [name, target] : Targets()) names.push_back(name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Fuzz, ReplayTest, ::testing::ValuesIn(NamesOfTargets()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace casejournal::fuzz
