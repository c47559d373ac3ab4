#include "services/access/role_book.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "google/protobuf/util/time_util.h"

namespace casejournal::services {
namespace {

using google::protobuf::util::TimeUtil;

}  // namespace

void Roles::AddGiven(v1::GivenRole role) {
  if (!by_id_.emplace(role.role_id(), all_.size()).second) return;  // it is already there
  if (!role.has_ended_at()) held_[{role.holder().issuer(), role.holder().subject()}].push_back(role);
  all_.push_back(std::move(role));
}

void Roles::Add(const event::v1::JournalEvent& event, uint64_t position, int64_t recorded_at_us) {
  if (event.has_role_given()) {
    const event::v1::RoleGiven& given = event.role_given();
    v1::GivenRole role;
    role.set_role_id(given.role_id());
    *role.mutable_holder() = given.holder();
    role.set_role(given.role());
    role.set_unit(given.unit());
    role.set_until(given.until());
    role.set_reason(given.reason());
    role.set_position(position);
    *role.mutable_given_at() = TimeUtil::MicrosecondsToTimestamp(recorded_at_us);
    AddGiven(std::move(role));
  } else if (event.has_role_ended()) {
    const auto found = by_id_.find(event.role_ended().role_id());
    if (found == by_id_.end() || all_[found->second].has_ended_at()) return;
    v1::GivenRole& ended = all_[found->second];
    *ended.mutable_ended_at() = TimeUtil::MicrosecondsToTimestamp(recorded_at_us);
    ended.set_end_reason(event.role_ended().reason());
    std::erase_if(held_[{ended.holder().issuer(), ended.holder().subject()}],
                  [&](const v1::GivenRole& role) { return role.role_id() == ended.role_id(); });
  } else if (event.has_restored()) {
    Restore restore{.position = position, .recorded_at_us = recorded_at_us};
    if (event.restored().has_administrator()) {
      const event::v1::Staff& named = event.restored().administrator();
      restore.administrator = Holder{.issuer = named.issuer(), .subject = named.subject()};
    }
    restores_.push_back(std::move(restore));
  } else if (event.has_rights_confirmed() && event.rights_confirmed().restored_at_position() == unconfirmed_since()) {
    restores_.back().confirmed_at_us = recorded_at_us;
  }
}

std::optional<uint64_t> Roles::unconfirmed_since() const {
  if (restores_.empty() || restores_.back().confirmed_at_us) return std::nullopt;
  return restores_.back().position;
}

bool Roles::Admits(const Holder& holder) const {
  if (!unconfirmed_since() || !restores_.back().administrator) return true;
  const Holder& named = *restores_.back().administrator;
  if (named.issuer == holder.issuer && named.subject == holder.subject) return true;
  const std::vector<v1::GivenRole>& roles = Of(holder);
  return std::any_of(roles.begin(), roles.end(), [this](const v1::GivenRole& given) {
    return given.role() == event::v1::ROLE_ADMINISTRATOR && given.position() > restores_.back().position;
  });
}

const std::vector<v1::GivenRole>& Roles::Of(const Holder& holder) const {
  static const auto& none = *new std::vector<v1::GivenRole>();
  const auto found = held_.find(HolderKey(holder.issuer, holder.subject));
  return found == held_.end() ? none : found->second;
}

bool Roles::HasAdministrator() const {
  return std::any_of(all_.begin(), all_.end(),
                     [](const v1::GivenRole& given) { return given.role() == event::v1::ROLE_ADMINISTRATOR; });
}

const v1::GivenRole* Roles::Find(const std::string& role_id) const {
  const auto found = by_id_.find(role_id);
  return found == by_id_.end() ? nullptr : &all_[found->second];
}

Roles Roles::KnownAt(int64_t recorded_at_us) const {
  Roles known;
  for (const v1::GivenRole& role : all_) {
    if (TimeUtil::TimestampToMicroseconds(role.given_at()) > recorded_at_us) continue;
    v1::GivenRole then = role;
    if (role.has_ended_at() && TimeUtil::TimestampToMicroseconds(role.ended_at()) > recorded_at_us) {
      then.clear_ended_at();
      then.clear_end_reason();
    }
    known.AddGiven(std::move(then));
  }
  for (Restore restore : restores_) {
    if (restore.recorded_at_us > recorded_at_us) continue;
    if (restore.confirmed_at_us > recorded_at_us) restore.confirmed_at_us.reset();
    known.restores_.push_back(restore);
  }
  return known;
}

size_t Roles::LastingAdministrators(const std::string& but) const {
  std::set<std::pair<std::string, std::string>> holders;
  for (const v1::GivenRole& role : all_) {
    if (role.role() == event::v1::ROLE_ADMINISTRATOR && role.role_id() != but && !role.has_ended_at() &&
        role.until().empty())
      holders.emplace(role.holder().issuer(), role.holder().subject());
  }
  return holders.size();
}

std::vector<HeldRole> RolesThatCount(const Roles& roles, const Holder& holder, const CaseAccess* of_case,
                                     const std::string& day) {
  std::vector<HeldRole> held = RolesOf(holder, roles.Of(holder), of_case, day);
  if (!roles.Admits(holder)) return {};
  if (roles.unconfirmed_since())
    std::erase_if(held, [](const HeldRole& role) { return role.role != event::v1::ROLE_ADMINISTRATOR; });
  return held;
}

void RoleBook::Start(Roles roles) {
  absl::MutexLock lock(&mutex_);
  roles_ = std::make_shared<const Roles>(std::move(roles));
  ++changes_;
}

void RoleBook::Add(const event::v1::JournalEvent& event, uint64_t position, int64_t recorded_at_us) {
  if (!event.has_role_given() && !event.has_role_ended() && !event.has_restored() && !event.has_rights_confirmed())
    return;
  absl::MutexLock lock(&mutex_);
  Roles roles = *roles_;
  roles.Add(event, position, recorded_at_us);
  roles_ = std::make_shared<const Roles>(std::move(roles));
  ++changes_;
}

}  // namespace casejournal::services
