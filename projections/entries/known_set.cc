#include "projections/entries/known_set.h"

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {
namespace {

// The years 0001 to 9999, as google.protobuf.Timestamp allows them.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

// Entries have whole microseconds: "at or before t" means before the microsecond after t's own.
absl::StatusOr<absl::Time> JustAfter(const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond || timestamp.nanos() < 0 ||
      timestamp.nanos() > 999'999'999) {
    return absl::InvalidArgumentError("asOf.instant: not an instant");
  }
  return absl::FromUnixMicros(absl::ToUnixMicros(TimeOf(timestamp)) + 1);
}

// Entries of one request have consecutive positions, in whatever cases they are.
eventstore::Position FirstOfRequest(const Entry& entry) { return entry.position - entry.index_in_request; }

void DescribeClaims(const KnownSet& known, const EntryList& entries, v1::AnsweredAsOf& answered) {
  std::set<std::string> systems;
  for (const Entry& entry : entries) {
    if (!entry.event().has_claim() || !known.Holds(entry)) continue;
    const event::v1::Claim& claim = entry.event().claim();
    answered.set_claimed_entries(answered.claimed_entries() + 1);
    if (claim.has_proof()) answered.set_proven_claims(answered.proven_claims() + 1);
    systems.insert(claim.system());
  }
  answered.mutable_claim_systems()->Add(systems.begin(), systems.end());
}

}  // namespace

KnownSet KnownSet::All() { return KnownSet(); }

KnownSet KnownSet::UpToRevision(eventstore::Revision revision) {
  KnownSet known;
  known.last_revision_ = revision;
  return known;
}

KnownSet KnownSet::UpToPosition(eventstore::Position position) {
  KnownSet known;
  known.last_position_ = position;
  return known;
}

bool KnownSet::Holds(const Entry& entry) const {
  if (last_revision_.has_value()) return entry.revision <= *last_revision_;
  if (last_position_.has_value()) return entry.position <= *last_position_;
  return !closes_.has_value() || KnownAt(entry, by_claims_) < *closes_;
}

bool KnownSet::CutsRequest(const EntryList& entries) const {
  for (size_t i = 1; i < entries.size(); ++i) {
    if (FirstOfRequest(entries[i - 1]) == FirstOfRequest(entries[i]) && Holds(entries[i - 1]) != Holds(entries[i])) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<KnownSet> ResolveKnown(const v1::AsOf& as_of, absl::TimeZone zone) {
  if (!v1::Basis_IsValid(as_of.basis())) {
    return absl::InvalidArgumentError("asOf.basis: no such basis");
  }
  if (as_of.has_effective_on() && !ParseDay(as_of.effective_on()).ok()) {
    return absl::InvalidArgumentError("asOf.effectiveOn: not a day of the form YYYY-MM-DD");
  }
  KnownSet known;
  known.by_claims_ = as_of.basis() == v1::BASIS_CLAIMED;
  switch (as_of.known_case()) {
    case v1::AsOf::kRevision:
      known.last_revision_ = as_of.revision();
      break;
    case v1::AsOf::kPosition:
      known.last_position_ = as_of.position();
      break;
    case v1::AsOf::kInstant: {
      absl::StatusOr<absl::Time> closes = JustAfter(as_of.instant());
      if (!closes.ok()) return closes.status();
      known.closes_ = *closes;
      break;
    }
    case v1::AsOf::kDay: {
      absl::StatusOr<absl::CivilDay> day = ParseDay(as_of.day());
      if (!day.ok()) {
        return absl::InvalidArgumentError(absl::StrCat("asOf.day: ", day.status().message()));
      }
      known.closes_ = EndOfDay(*day, zone);
      break;
    }
    case v1::AsOf::KNOWN_NOT_SET:
      break;
  }
  return known;
}

absl::Time KnownAt(const Entry& entry, bool by_claims) {
  const event::v1::CaseEvent& event = entry.event();
  if (by_claims && event.has_claim() && event.claim().has_recorded_at()) {
    return TimeOf(event.claim().recorded_at());
  }
  return absl::FromUnixMicros(entry.recorded_at_us);
}

v1::AnsweredAsOf DescribeKnown(const KnownSet& known, const EntryList& entries, const v1::AsOf& as_of) {
  v1::AnsweredAsOf answered;
  if (known.IsEverything()) {
    if (!entries.empty()) answered.set_revision(entries.back().revision);
  } else {
    for (const Entry& entry : entries) {
      if (known.Holds(entry)) answered.set_revision(entry.revision);
    }
    answered.set_cuts_request(known.CutsRequest(entries));
  }
  if (known.by_claims()) DescribeClaims(known, entries, answered);
  if (as_of.has_effective_on()) {
    for (const Standing& standing : StandingEntries(entries, known)) {
      const event::v1::CaseEvent& event = standing.event();
      if (event.has_effective_first_day() && event.effective_first_day() <= as_of.effective_on() &&
          as_of.effective_on() < event.effective_on()) {
        answered.add_uncertain(standing.revision());
      }
    }
  }
  if (!entries.empty()) {
    const int64_t first_us = entries[0].recorded_at_us;
    answered.mutable_known_since()->set_seconds(absl::ToUnixSeconds(absl::FromUnixMicros(first_us)));
    answered.mutable_known_since()->set_nanos(
        static_cast<int32_t>((first_us % 1'000'000 + 1'000'000) % 1'000'000 * 1000));
  }
  return answered;
}

}  // namespace casejournal::projections
