#include "projections/state/plan_digest.h"

#include "absl/strings/str_cat.h"
#include "eventstore/seal/keyed_hash.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"

namespace casejournal::projections {
namespace {

std::string FourBytes(uint32_t number) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(number >> shift));
  return bytes;
}

// The length of the field at the beginning of `bytes`, with its tag; all of them if no field can be read there.
size_t LengthOfField(absl::string_view bytes) {
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const uint8_t*>(bytes.data()),
                                                static_cast<int>(bytes.size()));
  const uint32_t tag = stream.ReadTag();
  const bool read = tag != 0 && google::protobuf::internal::WireFormatLite::SkipField(&stream, tag);
  return read ? static_cast<size_t>(stream.CurrentPosition()) : bytes.size();
}

}  // namespace

std::string CanonicalPlan(const v1::CasePlan& plan) {
  std::string bytes(plan.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  plan.SerializeWithCachedSizes(&coded);
  return bytes;
}

eventstore::Hash CanonicalPlanDigest(const std::string& canonical_plan) {
  return eventstore::Sha256().Update("casejournal/plan/v1\n").Update(canonical_plan).Finish();
}

eventstore::Hash PlanPartSalt(const SaltSeed& seed, uint32_t number) {
  return eventstore::HmacSha256(eventstore::Key256(seed),
                                absl::StrCat("casejournal/plan-salt/v2\n", FourBytes(number)));
}

std::vector<AttestedPart> AttestedParts(absl::string_view canonical_plan, const SaltSeed& seed) {
  std::vector<AttestedPart> parts;
  while (!canonical_plan.empty()) {
    const size_t length = LengthOfField(canonical_plan);
    parts.push_back({.bytes = std::string(canonical_plan.substr(0, length)),
                     .salt = PlanPartSalt(seed, static_cast<uint32_t>(parts.size())),
                     .withheld = std::nullopt});
    canonical_plan.remove_prefix(length);
  }
  return parts;
}

eventstore::Hash AttestedPartDigest(const AttestedPart& part) {
  if (part.withheld) return *part.withheld;
  return eventstore::Sha256().Update("casejournal/plan-item/v2\n").Update(part.salt).Update(part.bytes).Finish();
}

AttestedPart Withheld(const AttestedPart& part) {
  return {.bytes = "", .salt = {}, .withheld = AttestedPartDigest(part)};
}

eventstore::Hash AttestedPlanDigest(absl::Span<const AttestedPart> parts) {
  eventstore::Sha256 sha;
  sha.Update("casejournal/plan/v2\n").Update(FourBytes(static_cast<uint32_t>(parts.size())));
  for (const AttestedPart& part : parts) sha.Update(AttestedPartDigest(part));
  return sha.Finish();
}

eventstore::Hash AttestedPlanDigest(absl::string_view canonical_plan, const SaltSeed& seed) {
  return AttestedPlanDigest(AttestedParts(canonical_plan, seed));
}

}  // namespace casejournal::projections
