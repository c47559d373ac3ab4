// A caller during one call: what they may do, and the cases as they see them. Every answer sees cases through this.
#ifndef CASEJOURNAL_SERVICES_CASES_READER_H_
#define CASEJOURNAL_SERVICES_CASES_READER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "projections/entries/label_set.h"
#include "services/access/caller.h"
#include "services/access/policy.h"
#include "services/access/role_book.h"
#include "services/cases/case_cache.h"
#include "services/cases/case_views.h"

namespace casejournal::services {

// What decisions are made from. All of it outlives the readers.
struct ReaderSources {
  const CaseCache& cases;
  CaseViews& views;
  const RoleBook& roles;
  std::function<std::string()> today;  // in the journal's time zone
  // The labels that entries of a case bear today, or nothing if that is not known without loading the case
  // (read models). Empty function: never known.
  std::function<absl::StatusOr<std::optional<projections::LabelSet>>(const std::string& case_id)> labels_in;
  bool development = false;  // every caller may do everything (serve --insecure-dev)
  // What a case says about who may see it, as far as it concerns a holder, or nothing if that is not known without
  // loading the case. Empty function: never known. So nobody makes the server fold cases that they may not see, and no
  // case is told from one that does not exist by the time that this takes.
  std::function<absl::StatusOr<std::optional<CaseAccess>>(const std::string& case_id, const Holder& holder)> access_in;
};

// A case as a reader sees it.
struct SeenCase {
  std::shared_ptr<const CaseAt> at;  // its record is the fold of what is not withheld
  Decision decision;
  // What is withheld; null: nothing.
  std::shared_ptr<const projections::Sight> sight;
  // The case itself, for what must be computed from all of it. Nothing of it may be given that `sight` withholds.
  std::shared_ptr<const CaseAt> whole;
};

// Safe for concurrent use. Cheap to make: one for each call.
class Reader {
 public:
  // `sources` must outlive it.
  Reader(const ReaderSources& sources, Caller caller);

  // The same caller, who opens at most these labels: for what is made for somebody else.
  Reader Opening(projections::LabelSet labels) const;

  const Caller& caller() const { return caller_; }
  const ReaderSources& sources() const { return sources_; }

  // What the roles that the journal gave allow, in whichever case they count. If they do not allow the act, but a grant
  // in a case could, the call is not denied yet: the decision has `allowed` false and no role, and the case decides
  // (See, MayIn).
  //   kPermissionDenied  with NOT_PERMITTED: no case could allow it either.
  absl::StatusOr<Decision> May(Act act) const;

  // Return the case with everything that is committed.
  //   kInvalidArgument  not a UUID in its canonical form.
  //   kNotFound         there is no such case, or the caller may not do this with it, or may see nothing of it. The two
  //                     take about the same time.
  absl::StatusOr<SeenCase> See(const std::string& case_id, Act act) const;

  // Whether the caller may do this with the case, nothing of it is withheld from them, See and its plan take no reading
  // or folding, and the plan has at most `bytes_max` bytes. Another thread may change that at any moment.
  bool SeesAllAtHand(const std::string& case_id, Act act, size_t bytes_max) const;

  // The same decision without the content.
  absl::StatusOr<Decision> MayIn(const std::string& case_id, Act act) const;

  // What the roles allow in a case whose access is `of_case`.
  Decision DecideIn(const CaseAccess& of_case, Act act) const { return DecideUnder(RolesIn(&of_case), act); }

  // The same in two steps, for several decisions about one moment. Null: the roles of the journal, wherever they count.
  std::vector<HeldRole> RolesIn(const CaseAccess* of_case) const;
  Decision DecideUnder(absl::Span<const HeldRole> roles, Act act) const;

 private:
  struct Decided {
    eventstore::Uuid case_id;
    std::shared_ptr<const CaseAt> at;
    Decision decision;
  };
  absl::StatusOr<Decided> DecideOn(const std::string& case_id, Act act) const;
  absl::Status Refused(const eventstore::Uuid& case_id) const;
  absl::StatusOr<bool> WouldLoadInVain(const eventstore::Uuid& id, const std::string& case_id, Act act) const;

  const ReaderSources& sources_;
  const Caller caller_;
  projections::LabelSet at_most_ = projections::LabelSet::All();
};

// NOT_FOUND: there is no such case, or nobody may know whether there is.
absl::Status NoCase(const std::string& case_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_READER_H_
