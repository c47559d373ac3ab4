// Text as caseworkers write it, drawn from lists by a generator of random numbers.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_WORDS_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace casejournal::services {

// A source of choices and of invented text. The same seed gives the same choices on every machine, since no
// distribution of the standard library is used. No person or place that it names exists. Not for concurrent use.
class Words {
 public:
  explicit Words(uint64_t seed) : random_(seed) {}

  // Return a number below `limit`, which is not 0.
  size_t Below(size_t limit) { return random_() % limit; }
  bool OneIn(size_t chances) { return Below(chances) == 0; }
  template <typename Item>
  const Item& Any(absl::Span<const Item> items) {
    return items[Below(items.size())];
  }

  // Return a UUID of version 4.
  std::string Uuid();
  // Return 32 bytes.
  std::string Digest();
  std::string PersonName();
  // Return an agency, a practice, or a school.
  std::string Provider();
  std::string Street();
  // Return a few words that can be a title or a reason.
  std::string Phrase();
  // Return one sentence of about 90 bytes.
  std::string Sentence();
  // Return from `least` to `most` sentences.
  std::string Account(size_t least, size_t most);
  // Return a court number that no other case of the run is likely to have.
  std::string CourtNumber();

 private:
  std::mt19937_64 random_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_WORDS_H_
