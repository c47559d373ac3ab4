#include "services/answers/lists/watch_due.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "projections/entries/civil_day.h"
#include "services/answers/lists/due_items.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

constexpr int kItemsAtOnce = 500;
constexpr absl::Duration kAskAgain = absl::Seconds(1);
constexpr absl::Duration kBeginMax = absl::Seconds(30);

// The items of one case that were sent to a watcher, by name.
using SentItems = std::map<std::string, std::string>;

// Send what is due in a case now, as far as it differs from what was sent.
void Tell(const std::string& case_id, const std::optional<v1::DueCase>& of, const DueFilter& wanted, SentItems& told,
          v1::WatchDueResponse& change) {
  SentItems now;
  if (of) {
    for (const v1::DocketItem& each : of->items()) {
      v1::DocketItem item = each;
      if (!wanted.Takes(item)) continue;
      item.clear_days_left();  // changes with the day alone
      std::string sent = absl::StrCat(item.SerializeAsString(), absl::StrJoin(of->numbers(), ","));
      const auto before = told.find(item.item());
      if (before == told.end() || before->second != sent) {
        item.set_days_left(projections::DaysBetween(wanted.day(), item.due()));
        *change.add_items() = MakeDueItem(*of, item);
      }
      now[each.item()] = std::move(sent);
    }
  }
  for (const auto& [name, sent] : told) {
    if (!now.contains(name)) change.add_gone(absl::StrCat(case_id, "/", name));
  }
  told = std::move(now);
}

}  // namespace

absl::Status WatchDue(const Journal& journal, const projections::Worker& worker, const projections::DueKeeper& due,
                      const std::atomic<bool>& stopping, const v1::WatchDueRequest& as_sent,
                      absl::FunctionRef<bool(const v1::WatchDueResponse&)> send, absl::FunctionRef<bool()> cancelled) {
  if (as_sent.staff_subject().empty() && as_sent.unit().empty())
    return FieldError("staffSubject", "", "a staffSubject or unit to watch");
  if (journal.rules().empty()) return NoLaw(journal, journal.Today());
  const absl::Time begin_until = absl::Now() + kBeginMax;
  if (absl::Status known = CheckDueNames(journal, worker, as_sent, begin_until); !known.ok()) return known;
  if (absl::Status begun = due.WaitFor(journal.log().size(), begin_until); !begun.ok()) return begun;
  std::map<std::string, SentItems> told;
  std::string day;
  std::string issuer;
  bool complete = false;
  uint64_t seen = due.changes();
  std::optional<std::vector<std::string>> changed;  // absent: check all
  while (!stopping.load()) {
    if (cancelled()) return absl::CancelledError("the client disconnected");
    // Resolve again each time: the subject may be assigned for the first time, or by another issuer, during the watch.
    absl::StatusOr<v1::WatchDueRequest> request =
        WithIssuer(worker, as_sent, complete ? 0 : journal.log().size(), absl::Now() + kBeginMax);
    if (!request.ok()) return request.status();
    if (request->staff_issuer() != issuer) changed.reset();
    issuer = request->staff_issuer();
    const DueFilter wanted(*request, journal.Today());
    std::set<std::string> look;
    if (!changed || day != wanted.day()) {
      absl::StatusOr<std::vector<std::string>> all = CaseIdsAskedFor(due, *request);
      if (!all.ok()) return all.status();
      look.insert(all->begin(), all->end());
      for (const auto& [case_id, items] : told) look.insert(case_id);
    } else {
      look.insert(changed->begin(), changed->end());
    }
    v1::WatchDueResponse change;
    for (const std::string& case_id : look) {
      absl::StatusOr<std::optional<v1::DueCase>> row = DueToday(due, worker.store(), case_id);
      if (!row.ok()) return row.status();
      const bool is_of = row->has_value() && IsAskedFor(**row, *request);
      if (!is_of && !told.contains(case_id)) continue;
      Tell(case_id, is_of ? *row : std::nullopt, wanted, told[case_id], change);
      if (told[case_id].empty()) told.erase(case_id);
      if (change.items_size() + change.gone_size() < kItemsAtOnce) continue;
      change.set_on(wanted.day());
      change.set_complete(complete);
      if (!send(change)) return absl::CancelledError("the client disconnected");
      change.Clear();
    }
    day = wanted.day();
    if (!complete || change.items_size() > 0 || change.gone_size() > 0) {
      const eventstore::Position done = due.position();
      change.set_as_of_position(done == 0 ? 0 : done - 1);
      change.set_on(day);
      change.set_complete(true);
      complete = true;
      if (!send(change)) return absl::CancelledError("the client disconnected");
    }
    absl::StatusOr<projections::DueKeeper::Changes> next = due.ChangedSince(seen, absl::Now() + kAskAgain);
    if (!next.ok()) return next.status();
    seen = next->seen;
    changed = std::move(next->case_ids);
  }
  return absl::UnavailableError("the server is stopping; retry");
}

}  // namespace casejournal::services
