#include "services/answers/access/who_may.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "projections/entries/civil_day.h"
#include "services/answers/request_fields.h"
#include "services/cases/given_by.h"

namespace casejournal::services {
namespace {

// What was recorded by an instant, and the civil day then.
struct Moment {
  std::string day;
  std::optional<int64_t> last_us;          // absent: now
  eventstore::Position last_position = 0;  // of what was recorded by then
};

// The number of entries of the log that were recorded by `last_us`. Times ascend with positions.
absl::StatusOr<uint64_t> RecordedBy(const eventstore::EventLog& log, int64_t last_us) {
  uint64_t known = 0;
  uint64_t end = log.size();
  while (known < end) {
    const uint64_t middle = known + (end - known) / 2;
    const absl::StatusOr<std::vector<eventstore::PlacedHeader>> header = log.ReadHeaders(middle, 1);
    if (!header.ok()) return header.status();
    if (header->empty() || header->front().header.recorded_at_us > last_us) {
      end = middle;
    } else {
      known = middle + 1;
    }
  }
  return known;
}

absl::StatusOr<Moment> MomentAsked(const Journal& journal, const std::string& on) {
  const std::string today = journal.Today();
  if (absl::Status day = CheckDays({{"on", on}}); !day.ok()) return day;
  if (on > today) return FieldError("on", on, kFieldNoLaterThanToday, {projections::DayParameter("today", today)});
  if (on.empty() || on == today) return Moment{.day = today, .last_position = journal.log().size() - 1};
  // Nothing can be recorded later with a time on that day.
  const int64_t last_us = absl::ToUnixMicros(projections::EndOfDay(*projections::ParseDay(on), journal.zone())) - 1;
  if (absl::Status closed = journal.log().CloseInstant(last_us); !closed.ok()) return closed;
  const absl::StatusOr<uint64_t> known = RecordedBy(journal.log(), last_us);
  if (!known.ok()) return known.status();
  return Moment{.day = on, .last_us = last_us, .last_position = *known == 0 ? 0 : *known - 1};
}

// The case's assignments and grants as of `moment`. Nothing if the case did not exist yet.
struct AccessThen {
  CaseAccess access;
  size_t entries = 0;  // that were recorded by then
};

AccessThen AccessAt(const projections::CaseRecord& record, const Moment& moment) {
  const projections::EntryList& entries = record.entries();
  size_t known = entries.size();
  if (moment.last_us) {
    for (known = 0; known < entries.size() && entries[known].recorded_at_us <= *moment.last_us; ++known) continue;
  }
  if (known == 0) return {};
  return {.access = known == entries.size() ? AccessIn(record) : AccessIn(record.StateKnownTo(known - 1)),
          .entries = known};
}

struct ByStaff {
  bool operator()(const event::v1::Staff& a, const event::v1::Staff& b) const {
    return std::tie(a.issuer(), a.subject()) < std::tie(b.issuer(), b.subject());
  }
};

}  // namespace

absl::StatusOr<v1::WhoMayResponse> WhoMay(const Journal& journal, const Reader& reader,
                                          const v1::WhoMayRequest& request) {
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(request.case_id());
  if (!id.ok()) return FieldError("caseId", request.case_id(), kFieldUuid);
  const absl::StatusOr<Moment> moment = MomentAsked(journal, request.on());
  if (!moment.ok()) return moment.status();
  if (absl::Status may = reader.MayIn(request.case_id(), Act::kAskWhoMay).status(); !may.ok()) return may;
  const absl::StatusOr<std::shared_ptr<const CaseAt>> at = reader.sources().cases.LoadCommitted(*id);
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();

  v1::WhoMayResponse response;
  response.set_on(moment->day);
  response.set_as_of_position(moment->last_position);
  const AccessThen then = AccessAt((*at)->record, *moment);
  if (then.entries == 0) return response;  // there was nothing to see yet
  const std::shared_ptr<const Roles> now = journal.roles().now();
  const Roles roles = moment->last_us ? now->KnownAt(*moment->last_us) : *now;
  const CaseAccess& access = then.access;
  if (const std::optional<uint64_t> since = roles.unconfirmed_since()) response.set_unconfirmed_since_position(*since);

  std::set<event::v1::Staff, ByStaff> holders;
  for (const v1::GivenRole& role : roles.all()) holders.insert(role.holder());
  for (const v1::Assignment& assignment : access.assignments) holders.insert(assignment.staff());
  for (const v1::AccessGrant& grant : access.grants) holders.insert(grant.holder());
  for (const event::v1::Staff& holder : holders) {
    const Holder who{.issuer = holder.issuer(), .subject = holder.subject()};
    const std::vector<v1::GivenRole>& given = roles.Of(who);
    for (const HeldRole& held : RolesOf(who, given, &access, moment->day)) {
      const std::vector<HeldRole> alone = {held};
      if (!Decide(alone, Act::kReadPlan).allowed && !Decide(alone, Act::kReadRecord).allowed) continue;
      v1::MaySee& may_see = *response.add_may_see();
      may_see.set_role(held.role);
      for (const event::v1::Label label : held.labels.Labels()) may_see.add_labels(label);
      may_see.set_may_record(Decide(alone, Act::kRecord).allowed);
      may_see.set_until(held.until);
      switch (held.by) {
        case HeldRole::By::kJournal:
          *may_see.mutable_who() = given[held.index].holder();
          may_see.set_by_position(given[held.index].position());
          break;
        case HeldRole::By::kAssignment:
          *may_see.mutable_who() = access.assignments[held.index].staff();
          may_see.set_by_position(GivenBy(access.assignments[held.index], entries, then.entries).value_or(0));
          break;
        case HeldRole::By::kGrant:
          *may_see.mutable_who() = access.grants[held.index].holder();
          may_see.set_by_position(GivenBy(access.grants[held.index], entries, then.entries).value_or(0));
          break;
      }
    }
  }
  std::stable_sort(response.mutable_may_see()->begin(), response.mutable_may_see()->end(),
                   [](const v1::MaySee& a, const v1::MaySee& b) {
                     return std::make_tuple(a.role(), a.who().issuer(), a.who().subject()) <
                            std::make_tuple(b.role(), b.who().issuer(), b.who().subject());
                   });
  return response;
}

}  // namespace casejournal::services
