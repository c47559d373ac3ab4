#include "projections/register/register_rows.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "projections/entries/entry_fates.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"
#include "projections/register/sentence.h"
#include "projections/state/plan_versions.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Message;

// The numbers in the fields of the body that are declared court numbers.
std::vector<std::string> NumbersNamed(const Message& body) {
  std::vector<std::string> numbers;
  VisitNamingFields(body, [&](const NamingValue& named) {
    if (named.options.court_number()) numbers.push_back(named.value);
  });
  return numbers;
}

std::vector<std::string> ChildrenNamed(const event::v1::CaseEvent& event, const PartIndex& parts) {
  std::vector<std::string> children;
  for (Reference& reference : ReferencesIn(event)) {
    const Part* part = parts.Find(reference.id);
    if (part != nullptr && part->Is(event::v1::PART_KIND_CHILD)) {
      children.push_back(std::move(reference.id));
    }
  }
  return children;
}

void AddChildrenOfVersion(const v1::CasePlan& plan, absl::string_view digest, std::vector<std::string>& children) {
  if (const v1::PlanVersion* version = FindVersion(plan, digest)) {
    children.insert(children.end(), version->children_ids().begin(), version->children_ids().end());
  }
}

// An entry about an order, a proposal, or a version is about the children of that.
std::vector<std::string> ChildrenBehind(const event::v1::CaseEvent& event, const v1::CasePlan& plan) {
  std::vector<std::string> children;
  VisitNamingFields(*BodyOf(event), [&](const NamingValue& named) {
    if (named.options.digest()) AddChildrenOfVersion(plan, named.value, children);
    if (named.options.names() == event::v1::PART_KIND_ORDER) {
      for (const v1::Order& order : plan.orders()) {
        if (order.order_id() == named.value) children.push_back(order.terms().child_id());
      }
    }
    if (named.options.names() == event::v1::PART_KIND_PROPOSAL) {
      for (const v1::Proposal& proposal : plan.proposals()) {
        if (proposal.proposal_id() == named.value) {
          AddChildrenOfVersion(plan, proposal.terms().from_digest(), children);
        }
      }
    }
  });
  return children;
}

std::vector<std::string> NumbersOf(const event::v1::CaseEvent& event, const CaseRecord& record) {
  std::vector<std::string> numbers = NumbersNamed(*BodyOf(event));
  if (!numbers.empty()) return numbers;
  std::vector<std::string> children = ChildrenNamed(event, record.parts());
  if (children.empty()) children = ChildrenBehind(event, record.plan());
  if (children.empty()) children.emplace_back();  // the numbers of the whole case have no child
  for (const v1::CaseNumber& number : record.plan().numbers()) {
    if (std::count(children.begin(), children.end(), number.child_id()) > 0) {
      numbers.push_back(number.number());
    }
  }
  return numbers;
}

// The row of `original` with the words of `content`, with the people and parts as `record` knows them.
v1::RegisterRow RowOf(const Entry& original, const Entry& content, const CaseRecord& record) {
  v1::RegisterRow row;
  row.set_day(content.event().effective_on());
  row.set_sentence(Sentence(content.event(), record.plan()));
  for (std::string& number : NumbersOf(content.event(), record)) row.add_court_numbers(std::move(number));
  row.set_case_id(record.case_id());
  row.set_revision(original.revision);
  row.set_position(original.position);
  *row.mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(original.recorded_at_us);
  row.set_type(EventTypeName(content.event()));
  if (&content != &original) row.set_corrected_by(content.revision);
  return row;
}

// Add the rows of withdrawn entries, each with the record as it was before the withdrawal.
void AddWithdrawn(const CaseRecord& record, const EntryFates& fates, std::vector<v1::RegisterRow>& rows) {
  const EntryList& entries = record.entries();
  std::vector<std::pair<eventstore::Revision, eventstore::Revision>> withdrawn;  // by the withdrawal
  for (const Entry& entry : entries) {
    if (RoleOf(entry) != EntryRole::kOriginal || !BelongsToRegister(entry.event())) continue;
    if (const auto by = fates.Of(entry.revision).withdrawn_by) withdrawn.emplace_back(*by, entry.revision);
  }
  std::sort(withdrawn.begin(), withdrawn.end());
  CaseRecord before(record.case_id());
  for (const auto& [by, original] : withdrawn) {
    while (before.entries().size() < by) before.Evolve(entries[before.entries().size()]);
    v1::RegisterRow& row = rows.emplace_back(RowOf(entries[original], entries[fates.WordsOf(original)], before));
    row.set_withdrawn_by(by);
  }
}

}  // namespace

bool BelongsToRegister(const event::v1::CaseEvent& event) {
  const Message* body = BodyOf(event);
  return body != nullptr && OptionsOf(*body->GetDescriptor()).register_();
}

std::vector<v1::RegisterRow> RegisterRows(const CaseRecord& record) {
  const EntryFates fates(record.entries());
  std::vector<v1::RegisterRow> rows;
  for (const Entry& entry : record.entries()) {
    if (RoleOf(entry) != EntryRole::kOriginal || !BelongsToRegister(entry.event()) ||
        fates.Of(entry.revision).withdrawn_by)
      continue;
    rows.push_back(RowOf(entry, record.entries()[fates.WordsOf(entry.revision)], record));
  }
  AddWithdrawn(record, fates, rows);
  std::sort(rows.begin(), rows.end(), [](const v1::RegisterRow& a, const v1::RegisterRow& b) {
    return std::forward_as_tuple(a.day(), a.revision()) < std::forward_as_tuple(b.day(), b.revision());
  });
  return rows;
}

}  // namespace casejournal::projections
