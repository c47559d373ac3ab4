// CRC-32C (Castagnoli, RFC 3720 appendix B.4), as RocksDB's write-ahead log uses it.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_CRC32C_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_CRC32C_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

uint32_t Crc32c(absl::string_view bytes);

// RocksDB stores checksums rotated and offset, so that a checksum over bytes that hold checksums stays strong.
constexpr uint32_t MaskedCrc32c(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; }

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_CRC32C_H_
