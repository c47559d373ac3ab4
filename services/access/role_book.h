// The roles that the journal gave, from the entries of its own stream.
#ifndef CASEJOURNAL_SERVICES_ACCESS_ROLE_BOOK_H_
#define CASEJOURNAL_SERVICES_ACCESS_ROLE_BOOK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/v1/access_service.pb.h"
#include "services/access/policy.h"

namespace casejournal::services {

// A value.
class Roles {
 public:
  // Add an entry of the journal's own stream, in the order of positions. Entries about anything else change nothing.
  void Add(const event::v1::JournalEvent& event, uint64_t position, int64_t recorded_at_us);

  // The roles of a holder that were not ended, in the order of positions. Valid until the next Add.
  const std::vector<v1::GivenRole>& Of(const Holder& holder) const;
  // All, also those that ended, in the order of positions.
  const std::vector<v1::GivenRole>& all() const { return all_; }
  const v1::GivenRole* Find(const std::string& role_id) const;
  // As they were when everything up to `recorded_at_us`, included, was recorded.
  Roles KnownAt(int64_t recorded_at_us) const;
  bool empty() const { return all_.empty(); }
  // The position of JournalRestored, until an administrator has confirmed the rights since. Meanwhile only the roles of
  // administrators count: a right that had ended may be there again.
  std::optional<uint64_t> unconfirmed_since() const;
  // Whether rights are confirmed, or the restore named `holder`, or nobody, or `holder` became an administrator after
  // it, which is no right that came back.
  bool Admits(const Holder& holder) const;
  // Whether anybody was ever named an administrator.
  bool HasAdministrator() const;
  // How many people have the role of an administrator without a last day, not counting the role `but`. An administrator
  // with a last day is one only until then, and after that day nobody could give roles.
  size_t LastingAdministrators(const std::string& but = "") const;

 private:
  using HolderKey = std::pair<std::string, std::string>;  // issuer and subject

  struct Restore {
    uint64_t position = 0;
    std::optional<Holder> administrator;
    int64_t recorded_at_us = 0;
    std::optional<int64_t> confirmed_at_us;
  };

  void AddGiven(v1::GivenRole role);

  std::vector<Restore> restores_;
  std::vector<v1::GivenRole> all_;
  absl::flat_hash_map<std::string, size_t> by_id_;                   // the places in all_
  absl::flat_hash_map<HolderKey, std::vector<v1::GivenRole>> held_;  // those that were not ended
};

// RolesOf `holder` (policy.h) by `roles`. While the rights of a restored journal are unconfirmed, only the role of an
// administrator counts, and only for those whom the journal admits then.
std::vector<HeldRole> RolesThatCount(const Roles& roles, const Holder& holder, const CaseAccess* of_case,
                                     const std::string& day);

// The roles as of now. Safe for concurrent use.
class RoleBook {
 public:
  // Begin with everything that was recorded so far.
  void Start(Roles roles);
  // A snapshot, which does not change.
  std::shared_ptr<const Roles> now() const {
    absl::MutexLock lock(&mutex_);
    return roles_;
  }
  // Counts changes: a decision that was made at another number must be made again.
  uint64_t changes() const {
    absl::MutexLock lock(&mutex_);
    return changes_;
  }
  void Add(const event::v1::JournalEvent& event, uint64_t position, int64_t recorded_at_us);

 private:
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Roles> roles_ ABSL_GUARDED_BY(mutex_) = std::make_shared<const Roles>();
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_ROLE_BOOK_H_
