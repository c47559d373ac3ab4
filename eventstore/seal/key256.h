#ifndef CASEJOURNAL_EVENTSTORE_SEAL_KEY256_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_KEY256_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace casejournal::eventstore {

// 32 secret bytes, which are overwritten when the object ends its life. Zeros unless something else is written. Copies
// are keys of their own. Used as std::array is.
class Key256 {
 public:
  using value_type = uint8_t;
  using iterator = uint8_t*;
  using const_iterator = const uint8_t*;

  Key256() = default;
  // The first bytes; the others are zeros. At most 32.
  Key256(std::initializer_list<uint8_t> first) {
    std::copy_n(first.begin(), std::min(first.size(), bytes_.size()), bytes_.begin());
  }
  explicit Key256(const std::array<uint8_t, 32>& bytes) : bytes_(bytes) {}
  Key256(const Key256&) = default;
  Key256& operator=(const Key256&) = default;
  ~Key256();

  uint8_t* data() { return bytes_.data(); }
  const uint8_t* data() const { return bytes_.data(); }
  static constexpr size_t size() { return 32; }
  iterator begin() { return bytes_.data(); }
  iterator end() { return bytes_.data() + size(); }
  const_iterator begin() const { return bytes_.data(); }
  const_iterator end() const { return bytes_.data() + size(); }
  uint8_t& operator[](size_t index) { return bytes_[index]; }
  const uint8_t& operator[](size_t index) const { return bytes_[index]; }
  void fill(uint8_t byte) { bytes_.fill(byte); }

  friend bool operator==(const Key256& a, const Key256& b) { return a.bytes_ == b.bytes_; }

 private:
  std::array<uint8_t, 32> bytes_{};
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_KEY256_H_
