#include "services/cases/reader.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

Decision AllowsAll(projections::LabelSet labels) { return {.allowed = true, .sees = labels}; }

// Whether the reader sees any entry at all.
bool SeesSomething(const projections::Sight& sight) {
  for (const bool withheld : sight.withheld) {
    if (!withheld) return true;
  }
  return false;
}

}  // namespace

absl::Status NoCase(const std::string& case_id) {
  return absl::NotFoundError(absl::StrCat("there is no case ", case_id));
}

Reader::Reader(const ReaderSources& sources, Caller caller) : sources_(sources), caller_(std::move(caller)) {}

Reader Reader::Opening(projections::LabelSet labels) const {
  Reader other(sources_, caller_);
  other.at_most_ = at_most_ & labels;
  return other;
}

std::vector<HeldRole> Reader::RolesIn(const CaseAccess* of_case) const {
  if (sources_.development) return {};
  const Holder holder{.issuer = caller_.actor.issuer(), .subject = caller_.actor.subject()};
  return RolesThatCount(*sources_.roles.now(), holder, of_case, sources_.today());
}

Decision Reader::DecideUnder(absl::Span<const HeldRole> roles, Act act) const {
  if (sources_.development) return AllowsAll(at_most_);
  Decision decision = Decide(roles, act);
  decision.sees = decision.sees & at_most_;
  return decision;
}

absl::StatusOr<Decision> Reader::May(Act act) const {
  const Decision decision = DecideUnder(RolesIn(nullptr), act);
  if (decision.allowed) return decision;
  if (!sources_.development && sources_.roles.now()->unconfirmed_since()) {
    return WithReason(absl::PermissionDeniedError(
                          "the journal was restored from a backup: until the rights are confirmed (casejournal "
                          "roles confirm), only the administrator whom the restore named is admitted, or "
                          "any administrator if it named none"),
                      v1::NOT_PERMITTED);
  }
  if (CaseCouldAllow(act)) return decision;
  return WithReason(absl::PermissionDeniedError("no role of the caller allows this call; nothing was recorded"),
                    v1::NOT_PERMITTED);
}

// Whether the case must be folded, and it is known without that that the caller may not do this with it.
absl::StatusOr<bool> Reader::WouldLoadInVain(const eventstore::Uuid& id, const std::string& case_id, Act act) const {
  if (sources_.access_in == nullptr) return false;
  const absl::StatusOr<std::shared_ptr<const CaseAt>> folded = sources_.cases.LoadFolded(id);
  if (!folded.ok()) return folded.status();
  if (*folded != nullptr) return false;
  const absl::StatusOr<std::optional<CaseAccess>> access =
      sources_.access_in(case_id, {.issuer = caller_.actor.issuer(), .subject = caller_.actor.subject()});
  if (!access.ok()) return access.status();
  return access->has_value() && !DecideIn(**access, act).allowed;
}

// What is said of a case that does not exist, after the same look at the log.
absl::Status Reader::Refused(const eventstore::Uuid& case_id) const {
  if (absl::Status read = sources_.cases.ReadInVain(case_id); !read.ok()) return read;
  return NoCase(case_id.ToString());
}

// The same steps for a case that does not exist: it is one without entries.
absl::StatusOr<Reader::Decided> Reader::DecideOn(const std::string& case_id, Act act) const {
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id);
  if (!id.ok()) return absl::InvalidArgumentError("the case id is no UUID in lower case");
  const absl::StatusOr<bool> in_vain = WouldLoadInVain(*id, case_id, act);
  if (!in_vain.ok()) return in_vain.status();
  if (*in_vain) return NoCase(case_id);
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = sources_.cases.LoadCommitted(*id);
  if (!at.ok()) return at.status();
  const Decision decision = DecideIn(*(*at)->access(), act);
  const bool is_there = !(*at)->record.entries().empty();
  if (!is_there) return NoCase(case_id);
  if (!decision.allowed) return Refused(*id);
  return Decided{.case_id = *id, .at = *std::move(at), .decision = decision};
}

bool Reader::SeesAllAtHand(const std::string& case_id, Act act, size_t bytes_max) const {
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id);
  if (!id.ok()) return false;
  const std::shared_ptr<const CaseAt> at = sources_.cases.CommittedAtHand(*id);
  if (at == nullptr || at->given_bytes() == 0 || at->given_bytes() > bytes_max) return false;
  const Decision decision = DecideIn(*at->access(), act);
  return decision.allowed && decision.sees.Covers(at->labels());
}

absl::StatusOr<Decision> Reader::MayIn(const std::string& case_id, Act act) const {
  absl::StatusOr<Decided> decided = DecideOn(case_id, act);
  if (!decided.ok()) return decided.status();
  return decided->decision;
}

absl::StatusOr<SeenCase> Reader::See(const std::string& case_id, Act act) const {
  absl::StatusOr<Decided> decided = DecideOn(case_id, act);
  if (!decided.ok()) return decided.status();
  CaseViews::View view = sources_.views.Of(decided->case_id, decided->at, decided->decision.sees);
  if (view.sight != nullptr && !SeesSomething(*view.sight)) return Refused(decided->case_id);
  return SeenCase{.at = std::move(view.at),
                  .decision = decided->decision,
                  .sight = std::move(view.sight),
                  .whole = std::move(decided->at)};
}

}  // namespace casejournal::services
