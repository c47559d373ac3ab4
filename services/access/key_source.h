// Where the key set comes from, and when it is read again.
#ifndef CASEJOURNAL_SERVICES_ACCESS_KEY_SOURCE_H_
#define CASEJOURNAL_SERVICES_ACCESS_KEY_SOURCE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/access/key_set.h"

namespace casejournal::services {

// A key set, and how many others there were before it. After the last good one ran out, an empty one.
struct ReadKeySet {
  std::shared_ptr<const KeySet> keys;
  uint64_t generation = 0;
};

// Safe for concurrent use. A thread reads the set again every `every`, and also soon after Refresh is called, at most
// once in kRefreshAfter for a url. It looks once a second whether a file has changed. A set that cannot be read or
// parsed is reported once, and the last good one stays in use for at most `keep` after it was read; then no token is
// accepted.
class KeySource {
 public:
  // Called on the thread that reads: once for each fault, with OK when the set can be read again, and with kUnavailable
  // when the last good one ran out.
  using Report = std::function<void(const absl::Status&)>;
  struct Options {
    std::string file_or_url;  // a path, or https://; http:// only for a loopback host
    std::string ca_file;      // for https: the authorities, in PEM; empty: those of the system
    absl::Duration every = absl::Seconds(60);
    absl::Duration keep = absl::Hours(24);
    Report report;
  };
  static constexpr absl::Duration kRefreshAfter = absl::Seconds(10);
  // No answer of a url is waited for longer; so long the destructor can take.
  static constexpr absl::Duration kPatience = absl::Seconds(5);

  // Reads the set once, and returns what is wrong with it or with the options.
  static absl::StatusOr<std::shared_ptr<KeySource>> Open(Options options);
  virtual ~KeySource() = default;

  virtual ReadKeySet now() const = 0;
  // An unknown `kid` was seen: read the set soon. Does not block.
  virtual void Refresh() = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_KEY_SOURCE_H_
