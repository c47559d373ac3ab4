#include "services/answers/lists/due_watch.h"

#include <functional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "services/answers/request_fields.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

constexpr int kItemsAtOnce = 500;
constexpr int kCasesInATurn = 50;
constexpr absl::Duration kBeginMax = absl::Seconds(30);

}  // namespace

DueWatch::DueWatch(DueWatches& watches, Reader reader, v1::WatchWorkRequest request, std::function<void()> wake)
    : watches_(watches),
      reader_(std::move(reader)),
      request_(std::move(request)),
      size_(sources().journal.log().size()),
      begin_until_(eventstore::Deadline::In(kBeginMax)),
      member_(watches, request_, std::move(wake)) {}

absl::StatusOr<Turn> DueWatch::Next(v1::WatchWorkResponse& change) {
  if (sources().stopping.load())
    return WithReason(absl::UnavailableError("the server is stopping; retry"), v1::SERVER_STOPPING);
  change.Clear();
  if (!begun_) {
    const absl::Status begun = Begin();
    if (absl::IsDeadlineExceeded(begun) && !begin_until_.IsOver()) return Turn::kWait;
    if (!begun.ok()) return begun;
    begun_ = true;
  }
  if (!pass_) {
    if (absl::Status begun = BeginPass(); !begun.ok()) return begun;
  }
  return TakePart(change);
}

// DEADLINE_EXCEEDED: what the answer reads does not have everything that was recorded when the call came. Then the
// watch is woken when it has.
absl::Status DueWatch::Begin() {
  const auto& [journal, worker, due, changed, stopping] = sources();
  if (request_.staff_subject().empty() && request_.unit().empty())
    return FieldError("staffSubject", "", kFieldSomethingToWatch);
  if (absl::Status fields = CheckDueFields(request_); !fields.ok()) return fields;
  if (journal.rules().empty()) return NoLaw(journal, journal.Today());
  VisibleCases visible(reader_, journal, worker);
  VisibleNames names(visible, worker, &due);
  absl::Status known = CheckDueNames(journal, reader_, names, request_, size_, eventstore::Deadline::Passed());
  if (absl::IsDeadlineExceeded(known)) member_.WakeAt(DueWatches::Reader::kReadModels, size_, begin_until_);
  if (!known.ok()) return known;
  absl::Status listed = due.WaitFor(size_, eventstore::Deadline::Passed());
  if (absl::IsDeadlineExceeded(listed)) member_.WakeAt(DueWatches::Reader::kDueList, size_, begin_until_);
  if (!listed.ok()) return listed;
  absl::Status resolved = WithIssuer(worker, names, request_, size_, eventstore::Deadline::Passed()).status();
  if (absl::IsDeadlineExceeded(resolved)) member_.WakeAt(DueWatches::Reader::kReadModels, size_, begin_until_);
  return resolved;
}

absl::Status DueWatch::BeginPass() {
  const auto& [journal, worker, due, changed, stopping] = sources();
  if (complete_) {
    if (absl::Status following = due.status(); !following.ok()) return following;
  }
  const DueWatches::News news = member_.Take();
  const uint64_t size = journal.log().size();
  const bool models_are_behind = worker.position() < size;
  // Resolve again each time: the subject may be assigned for the first time, or by another issuer, during the watch.
  VisibleCases visible(reader_, journal, worker);
  VisibleNames names(visible, worker, &due);
  absl::StatusOr<v1::WatchWorkRequest> request = WithIssuer(worker, names, request_, 0, eventstore::Deadline::Passed());
  if (!request.ok()) return request.status();
  if (models_are_behind && (news.all || !news.case_ids.empty()) && request_.staff_issuer().empty()) {
    member_.WakeAt(DueWatches::Reader::kReadModels, size, eventstore::Deadline::Never());
  }
  DueFilter wanted(*request, journal.Today());
  std::set<std::string> look;
  if (!complete_ || news.all || request->staff_issuer() != issuer_ || wanted.day() != day_) {
    absl::StatusOr<std::vector<std::string>> all = CaseIdsAskedFor(due, WhoseWork::In(*request));
    if (!all.ok()) return all.status();
    look.insert(all->begin(), all->end());
    for (const auto& [case_id, items] : sent_) look.insert(case_id);
  } else {
    look = news.case_ids;
  }
  issuer_ = request->staff_issuer();
  pass_.emplace(Pass{.whose = WhoseWork::In(*request),
                     .wanted = std::move(wanted),
                     .visible = std::move(visible),
                     .case_ids = {look.begin(), look.end()},
                     .next = 0,
                     .change = {}});
  return absl::OkStatus();
}

absl::StatusOr<Turn> DueWatch::TakePart(v1::WatchWorkResponse& change) {
  Pass& pass = *pass_;
  for (int taken = 0; pass.next < pass.case_ids.size(); ++taken) {
    if (taken == kCasesInATurn) return Turn::kMore;
    if (absl::Status looked = TakeCase(pass.case_ids[pass.next++]); !looked.ok()) return looked;
    if (pass.change.items_size() + pass.change.gone_size() < kItemsAtOnce) continue;
    change = std::exchange(pass.change, {});
    change.set_on(pass.wanted.day());
    change.set_complete(complete_);
    return Turn::kMessage;
  }
  change = std::move(pass.change);
  day_ = pass.wanted.day();
  pass_.reset();
  if (complete_ && change.items_size() + change.gone_size() == 0) return Turn::kWait;
  const eventstore::Position done = sources().due.position();
  change.set_as_of_position(done == 0 ? 0 : done - 1);
  change.set_on(day_);
  change.set_complete(true);
  complete_ = true;
  return Turn::kMessage;
}

absl::Status DueWatch::TakeCase(const std::string& case_id) {
  Pass& pass = *pass_;
  absl::StatusOr<std::optional<CaseWork>> row = DueToday(sources().due, sources().worker.store(), case_id);
  if (!row.ok()) return row.status();
  bool is_asked_for = row->has_value();
  if (is_asked_for) {
    const absl::StatusOr<SeenWork> seen = SeeWork(sources().journal, sources().worker.store(), pass.visible, **row);
    if (!seen.ok()) return seen.status();
    is_asked_for = *seen != SeenWork::kNot && pass.whose.MayBeIn((*row)->due);
  }
  if (!is_asked_for && !sent_.contains(case_id)) return absl::OkStatus();
  SentItems& sent = sent_[case_id];
  AddChanges(case_id, is_asked_for ? &**row : nullptr, pass, sent);
  if (sent.empty()) sent_.erase(case_id);
  return absl::OkStatus();
}

// Add what is due in a case now, as far as it differs from what was sent.
void DueWatch::AddChanges(const std::string& case_id, const CaseWork* of, Pass& pass, SentItems& sent) const {
  const DueFilter& wanted = pass.wanted;
  v1::WatchWorkResponse& change = pass.change;
  const store::v1::LastEntry adoption = LastAdoption(sources().journal.rules(), sources().due.position());
  SentItems now;
  if (of != nullptr) {
    for (const v1::DocketItem& each : of->due.items()) {
      v1::DocketItem item = each;
      if (!pass.whose.Has(of->due, item) || !wanted.Takes(item)) continue;
      item.clear_days_left();  // changes with the day alone
      v1::WorkItem work = MakeWorkItem(*of, item, wanted.day());
      work.clear_changed_position();  // changes with every entry of the case
      work.clear_changed_at();
      const size_t hash = std::hash<std::string>()(work.SerializeAsString());
      const auto before = sent.find(item.item());
      if (before == sent.end() || before->second != hash) {
        wanted.Takes(item);  // sets the days again
        work = MakeWorkItem(*of, item, wanted.day());
        NoteChange(adoption, work);
        *change.add_items() = std::move(work);
      }
      now[each.item()] = hash;
    }
  }
  for (const auto& [name, hash] : sent) {
    if (!now.contains(name)) change.add_gone(absl::StrCat(case_id, "/", name));
  }
  sent = std::move(now);
}

}  // namespace casejournal::services
