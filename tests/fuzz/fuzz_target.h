// One decoder under a fuzzer (README.md). A file defines one target:
//
//   FUZZ_TARGET(wal_scan) {  // `bytes` is the input
//     Hold(..., "what must be so for any input");
//   }
//
// With CASEJOURNAL_LIBFUZZER it is the function that libFuzzer calls. Otherwise it is registered by its name for
// replay_test.cc. A target keeps nothing between two inputs but what is the same for all of them.
#ifndef CASEJOURNAL_TESTS_FUZZ_FUZZ_TARGET_H_
#define CASEJOURNAL_TESTS_FUZZ_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::fuzz {

// End the process, as every other fault does, unless `held`.
inline void Hold(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

using Target = void (*)(absl::string_view bytes);

// All targets of the program, by name.
inline std::map<std::string, Target>& Targets() {
  static auto* const targets = new std::map<std::string, Target>();
  return *targets;
}

struct Registered {
  Registered(const char* name, Target target) { Targets()[name] = target; }
};

// Takes choices and texts from the front of an input. When nothing is left, every number is 0 and every text is empty.
class Input {
 public:
  explicit Input(absl::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  absl::string_view Rest() { return Text(rest_.size()); }
  uint8_t Byte() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  uint64_t Number(int bytes) {
    uint64_t number = 0;
    for (int i = 0; i < bytes; ++i) number = number << 8 | Byte();
    return number;
  }
  absl::string_view Text(size_t size) {
    const absl::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(text.size());
    return text;
  }
  // A text with its length, of one or two bytes, before it.
  absl::string_view Short() { return Text(Byte()); }
  absl::string_view Long() { return Text(Number(2)); }

 private:
  absl::string_view rest_;
};

}  // namespace casejournal::fuzz

#ifdef CASEJOURNAL_LIBFUZZER
#define FUZZ_TARGET(name)                                                       \
  static void name##Target(absl::string_view bytes);                            \
  extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {     \
    name##Target(absl::string_view(reinterpret_cast<const char*>(data), size)); \
    return 0;                                                                   \
  }                                                                             \
  static void name##Target(absl::string_view bytes)
#else
#define FUZZ_TARGET(name)                                                            \
  static void name##Target(absl::string_view bytes);                                 \
  static const casejournal::fuzz::Registered name##Registered(#name, &name##Target); \
  static void name##Target(absl::string_view bytes)
#endif

#endif  // CASEJOURNAL_TESTS_FUZZ_FUZZ_TARGET_H_
