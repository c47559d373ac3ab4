#include "services/answers/lists/visible_cases.h"

#include "projections/read_models/cases_projection.h"

namespace casejournal::services {

using projections::CasesProjection;

VisibleCases::VisibleCases(const Reader& reader, const Journal& journal, const projections::Worker& worker)
    : reader_(reader), journal_(journal), worker_(worker) {
  const Decision anywhere = reader.DecideIn({}, Act::kReadPlan);
  all_ = anywhere.allowed && anywhere.sees.Covers(projections::LabelSet::All());
  // Read in this order: rows that are read later have at least what the log has now.
  size_ = journal.log().size();
  rows_are_current_ = worker.position() >= size_;
}

Holder VisibleCases::holder() const {
  const event::v1::Staff& actor = reader_.caller().actor;
  return {.issuer = actor.issuer(), .subject = actor.subject()};
}

absl::Status VisibleCases::AddCases(const std::string& prefix, std::set<std::string>& case_ids) const {
  return worker_.store().Scan(CasesProjection::kName, prefix, prefix,
                              [&](absl::string_view key, absl::string_view value) {
                                if (value == "1") case_ids.emplace(key.substr(prefix.size()));
                                return true;
                              });
}

absl::StatusOr<std::optional<std::set<std::string>>> VisibleCases::Limits() const {
  if (reader_.DecideIn({}, Act::kReadPlan).allowed) return std::nullopt;
  const Holder who = holder();
  std::vector<std::string> prefixes = {projections::StaffRowPrefix(who.subject, who.issuer),
                                       projections::GrantRowPrefix(who.subject, who.issuer)};
  for (const v1::GivenRole& role : reader_.sources().roles.now()->Of(who)) {
    if (!role.unit().empty()) prefixes.push_back(projections::UnitRowPrefix(role.unit()));
  }
  std::set<std::string> case_ids;
  for (const std::string& prefix : prefixes) {
    if (absl::Status added = AddCases(prefix, case_ids); !added.ok()) return added;
  }
  return case_ids;
}

absl::StatusOr<std::optional<VisibleCase>> VisibleCases::Find(const std::string& case_id,
                                                              eventstore::Position position) {
  if (all_) return VisibleCase{};
  if (position >= size_) return Load(case_id);
  const auto known = known_.find(case_id);
  if (known != known_.end()) return known->second;
  absl::StatusOr<std::optional<VisibleCase>> found = Look(case_id);
  if (found.ok()) known_.emplace(case_id, *found);
  return found;
}

absl::StatusOr<std::optional<ListedAs>> VisibleCases::FindListed(
    const std::string& case_id, const ListedOn& on, absl::FunctionRef<v1::CaseSummary(const CaseAt& seen)> summarize,
    eventstore::Position position) {
  if (all_) return ListedAs{};
  SeenSummaries& summaries = reader_.sources().views.summaries();
  if (position < size_) {
    const absl::StatusOr<InRows> rows = LookInRows(case_id);
    if (!rows.ok()) return rows.status();
    if (rows->says == InRows::Says::kHidden) return std::nullopt;
    if (rows->says == InRows::Says::kAsRows) return ListedAs{};
    if (rows->sees) {
      std::shared_ptr<const v1::CaseSummary> kept =
          summaries.Find({.case_id = case_id, .sees = *rows->sees}, rows->head, on);
      if (kept != nullptr) return ListedAs{std::move(kept)};
    }
  }
  const absl::StatusOr<SeenCase> seen = reader_.See(case_id, Act::kReadPlan);
  if (absl::IsNotFound(seen.status())) return std::nullopt;
  if (!seen.ok()) return seen.status();
  if (seen->sight == nullptr) return ListedAs{};
  auto summary = std::make_shared<const v1::CaseSummary>(summarize(*seen->at));
  summaries.Keep({.case_id = case_id, .sees = seen->decision.sees}, seen->whole->head.next(), on, summary);
  return ListedAs{std::move(summary)};
}

absl::StatusOr<std::optional<VisibleCase>> VisibleCases::Look(const std::string& case_id) {
  const absl::StatusOr<InRows> rows = LookInRows(case_id);
  if (!rows.ok()) return rows.status();
  switch (rows->says) {
    case InRows::Says::kHidden:
      return std::nullopt;
    case InRows::Says::kAsRows:
      return VisibleCase{};
    case InRows::Says::kOtherwise:
      break;
  }
  return Load(case_id);
}

absl::StatusOr<VisibleCases::InRows> VisibleCases::LookInRows(const std::string& case_id) {
  using Says = InRows::Says;
  const projections::ReadModelStore& models = worker_.store();
  const absl::StatusOr<std::optional<std::string>> row =
      models.Get(CasesProjection::kName, projections::CaseRowKey(case_id));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return InRows{};
  v1::CaseSummary summary;
  if (!summary.ParseFromString(**row)) return models.Damaged("a row of the case list cannot be read");
  const absl::StatusOr<bool> current = AreRowsOf(summary);
  if (!current.ok()) return current.status();
  if (!*current) return InRows{.says = Says::kOtherwise};

  const Decision decision = reader_.DecideIn(
      {.assignments = {summary.assignments().begin(), summary.assignments().end()}, .grants = {}}, Act::kReadPlan);
  if (decision.allowed) {
    const absl::StatusOr<std::optional<std::string>> labels =
        models.Get(CasesProjection::kName, projections::LabelsRowKey(case_id));
    if (!labels.ok()) return labels.status();
    const std::optional<projections::LabelSet> bears =
        labels->has_value() ? projections::LabelsInRow(**labels) : std::nullopt;
    if (bears && decision.sees.Covers(*bears)) return InRows{.says = Says::kAsRows};
    return InRows{.says = Says::kOtherwise, .sees = decision.sees, .head = summary.last_revision() + 1};
  }
  if (!granted_) {
    std::set<std::string> granted;
    const Holder who = holder();
    absl::Status added = AddCases(projections::GrantRowPrefix(who.subject, who.issuer), granted);
    if (!added.ok()) return added;
    granted_ = std::move(granted);
  }
  return InRows{.says = granted_->contains(case_id) ? Says::kOtherwise : Says::kHidden};
}

// Whether the rows have all entries of the case.
absl::StatusOr<bool> VisibleCases::AreRowsOf(const v1::CaseSummary& summary) const {
  if (rows_are_current_) return true;
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(summary.case_id());
  if (!id.ok()) return worker_.store().Damaged("a row of the case list cannot be read");
  const absl::StatusOr<eventstore::StreamHead> head = journal_.log().Head(eventstore::StreamId::Case(*id));
  if (!head.ok()) return head.status();
  return head->next() <= summary.last_revision() + 1;
}

absl::StatusOr<std::optional<VisibleCase>> VisibleCases::Load(const std::string& case_id) {
  absl::StatusOr<SeenCase> seen = reader_.See(case_id, Act::kReadPlan);
  if (absl::IsNotFound(seen.status())) return std::nullopt;
  if (!seen.ok()) return seen.status();
  if (seen->sight == nullptr) return VisibleCase{};
  return VisibleCase{.seen = std::move(seen->at)};
}

}  // namespace casejournal::services
