// The digest by which a plan is attested (docs/EXHIBIT.md): it covers a list of parts, so that it can be checked
// without those that a reader may not see. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_PLAN_DIGEST_H_
#define CASEJOURNAL_PROJECTIONS_STATE_PLAN_DIGEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "casejournal/v1/case_plan.pb.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::projections {

// The plan's protobuf encoding with fields in ascending order of their numbers, none without a value.
std::string CanonicalPlan(const v1::CasePlan& plan);

// SHA-256("casejournal/plan/v1\n" || canonical bytes). The results of the fold name a plan by it (fold_versions.h);
// attestations do not.
eventstore::Hash CanonicalPlanDigest(const std::string& canonical_plan);

// What the salts of an attested plan follow from. Whoever knows it can guess at parts that are withheld.
using SaltSeed = eventstore::Hash;

// A part of an attested plan as a reader has it.
struct AttestedPart {
  // The exact bytes of one top-level field of the plan, with its tag: one item of a list of messages or texts, or a
  // whole list of numbers. Empty if the part is withheld.
  std::string bytes;
  eventstore::Hash salt{};
  // The digest of the part, if it is all that is left of it.
  std::optional<eventstore::Hash> withheld;
};

// HMAC-SHA256(seed, "casejournal/plan-salt/v2\n" || u32be number): the salt of the part with this number, from 0.
eventstore::Hash PlanPartSalt(const SaltSeed& seed, uint32_t number);

// All parts of a plan in their order, each shown. Together, their bytes are `canonical_plan`: from where it cannot be
// read as fields, the rest is one part.
std::vector<AttestedPart> AttestedParts(absl::string_view canonical_plan, const SaltSeed& seed);

// SHA-256("casejournal/plan-item/v2\n" || salt || bytes); of a part that is withheld, the digest that is left of it.
eventstore::Hash AttestedPartDigest(const AttestedPart& part);

// The part for a reader who may not see it. It has the same digest.
AttestedPart Withheld(const AttestedPart& part);

// SHA-256("casejournal/plan/v2\n" || u32be number of parts || the digest of each part, in order).
eventstore::Hash AttestedPlanDigest(absl::Span<const AttestedPart> parts);

// The same for the whole plan.
eventstore::Hash AttestedPlanDigest(absl::string_view canonical_plan, const SaltSeed& seed);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_PLAN_DIGEST_H_
