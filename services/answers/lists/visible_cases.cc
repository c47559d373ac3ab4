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

absl::StatusOr<std::optional<VisibleCase>> VisibleCases::Look(const std::string& case_id) {
  const projections::ReadModelStore& models = worker_.store();
  const absl::StatusOr<std::optional<std::string>> row =
      models.Get(CasesProjection::kName, projections::CaseRowKey(case_id));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  v1::CaseSummary summary;
  if (!summary.ParseFromString(**row))
    return absl::DataLossError("a row of the case list is damaged; rebuild the read models");
  const absl::StatusOr<bool> current = AreRowsOf(summary);
  if (!current.ok()) return current.status();
  if (!*current) return Load(case_id);

  const Decision decision = reader_.DecideIn(
      {.assignments = {summary.assignments().begin(), summary.assignments().end()}, .grants = {}}, Act::kReadPlan);
  if (decision.allowed) {
    const absl::StatusOr<std::optional<std::string>> labels =
        models.Get(CasesProjection::kName, projections::LabelsRowKey(case_id));
    if (!labels.ok()) return labels.status();
    const std::optional<projections::LabelSet> bears =
        labels->has_value() ? projections::LabelsInRow(**labels) : std::nullopt;
    return bears && decision.sees.Covers(*bears) ? VisibleCase{} : Load(case_id);
  }
  if (!granted_) {
    std::set<std::string> granted;
    const Holder who = holder();
    absl::Status added = AddCases(projections::GrantRowPrefix(who.subject, who.issuer), granted);
    if (!added.ok()) return added;
    granted_ = std::move(granted);
  }
  if (!granted_->contains(case_id)) return std::nullopt;
  return Load(case_id);
}

// Whether the rows have all entries of the case.
absl::StatusOr<bool> VisibleCases::AreRowsOf(const v1::CaseSummary& summary) const {
  if (rows_are_current_) return true;
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(summary.case_id());
  if (!id.ok()) return absl::DataLossError("a row of the case list is damaged; rebuild the read models");
  const absl::StatusOr<eventstore::StreamHead> head = journal_.log().Head(eventstore::StreamId::Case(*id));
  if (!head.ok()) return head.status();
  return head->next() <= summary.last_revision() + 1;
}

absl::StatusOr<std::optional<VisibleCase>> VisibleCases::Load(const std::string& case_id) {
  absl::StatusOr<SeenCase> seen = reader_.See(case_id, Act::kReadPlan);
  if (absl::IsNotFound(seen.status())) return std::nullopt;
  if (!seen.ok()) return seen.status();
  ++loaded_;
  if (seen->sight == nullptr) return VisibleCase{};
  return VisibleCase{.seen = std::move(seen->at)};
}

}  // namespace casejournal::services
