// Big-endian numbers in byte strings. Every stored or hashed number is written and read with these functions.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_BYTES_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_BYTES_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <type_traits>

#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

template <typename Number>
void PutNumber(std::string& out, Number number) {
  using Bits = std::make_unsigned_t<Number>;
  const Bits bits = static_cast<Bits>(number);
  for (int shift = int{sizeof(Bits)} * 8 - 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<uint64_t>(bits) >> shift));
  }
}

template <typename Array>
void PutArray(std::string& out, const Array& array) {
  out.append(reinterpret_cast<const char*>(array.data()), array.size());
}

// Takes fields from the front of a byte string. After a missing field, ok() is false and every further field is zero,
// so that a caller checks only once.
class ByteReader {
 public:
  explicit ByteReader(absl::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  absl::string_view rest() const { return rest_; }

  template <typename Number>
  Number Take() {
    const absl::string_view bytes = TakeBytes(sizeof(Number));
    uint64_t bits = 0;
    for (const char byte : bytes) bits = bits << 8 | static_cast<uint8_t>(byte);
    return static_cast<Number>(bits);
  }

  template <typename Array>
  void TakeArray(Array& array) {
    const absl::string_view bytes = TakeBytes(array.size());
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(array.data()));
  }

  absl::string_view TakeBytes(size_t count) {
    if (!ok_ || rest_.size() < count) {
      ok_ = false;
      return {};
    }
    const absl::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_BYTES_H_
