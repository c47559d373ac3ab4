#include "eventstore/seal/random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <cstdlib>

namespace casejournal::eventstore {
namespace {

// The number of forks of this process, as seen from the child.
std::atomic<uint64_t> forks{0};

void CountFork() { forks.fetch_add(1, std::memory_order_relaxed); }

void Draw(uint8_t* out, size_t size) {
  while (size > 0) {
    const size_t some = std::min(size, size_t{INT_MAX});
    if (RAND_bytes(out, static_cast<int>(some)) != 1) std::abort();
    out += some;
    size -= some;
  }
}

class RandomBuffer {
 public:
  RandomBuffer() {
    static const bool counting = pthread_atfork(nullptr, nullptr, &CountFork) == 0;
    if (!counting) std::abort();
  }
  ~RandomBuffer() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  RandomBuffer(const RandomBuffer&) = delete;
  RandomBuffer& operator=(const RandomBuffer&) = delete;

  // Requires out.size() <= bytes_.size().
  void Take(absl::Span<uint8_t> out) {
    const uint64_t forks_now = forks.load(std::memory_order_relaxed);
    if (left_ < out.size() || drawn_after_forks_ != forks_now) {
      Draw(bytes_.data(), bytes_.size());
      left_ = bytes_.size();
      drawn_after_forks_ = forks_now;
    }
    uint8_t* const next = bytes_.data() + (bytes_.size() - left_);
    std::copy_n(next, out.size(), out.begin());
    OPENSSL_cleanse(next, out.size());
    left_ -= out.size();
  }

 private:
  std::array<uint8_t, 4096> bytes_;
  size_t left_ = 0;
  uint64_t drawn_after_forks_ = 0;
};

constexpr size_t kBufferedBytesMax = 256;

}  // namespace

void FillRandom(absl::Span<uint8_t> bytes) {
  if (bytes.size() > kBufferedBytesMax) {
    Draw(bytes.data(), bytes.size());
    return;
  }
  thread_local RandomBuffer buffer;
  buffer.Take(bytes);
}

}  // namespace casejournal::eventstore
