#include "eventstore/seal/commitment.h"

#include <algorithm>
#include <cstdlib>

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kPartDomain = "casejournal/part/v1\n";
constexpr absl::string_view kPayloadDomain = "casejournal/payload/v1\n";
constexpr size_t kPartsMax = 255;

Sha256& ThreadSha256() {
  thread_local Sha256 sha;
  return sha;
}

}  // namespace

Hash PartCommitment(uint8_t index, uint16_t label, const Salt& salt, absl::string_view part) {
  // One update for everything before the part: each update costs as much as hashing a short input.
  std::array<char, kPartDomain.size() + 3 + sizeof(Salt)> prefix;
  auto end = std::copy(kPartDomain.begin(), kPartDomain.end(), prefix.begin());
  *end++ = static_cast<char>(index);
  *end++ = static_cast<char>(label >> 8);
  *end++ = static_cast<char>(label & 0xFF);
  std::copy(salt.begin(), salt.end(), end);
  return ThreadSha256().Update(absl::string_view(prefix.data(), prefix.size())).Update(part).Finish();
}

Hash PayloadCommitment(absl::Span<const Hash> parts) {
  if (parts.size() > kPartsMax) std::abort();
  Sha256& sha = ThreadSha256();
  std::array<char, kPayloadDomain.size() + 1> prefix;
  const auto end = std::copy(kPayloadDomain.begin(), kPayloadDomain.end(), prefix.begin());
  *end = static_cast<char>(parts.size());
  sha.Update(absl::string_view(prefix.data(), prefix.size()));
  for (const Hash& part : parts) sha.Update(part);
  return sha.Finish();
}

}  // namespace casejournal::eventstore
