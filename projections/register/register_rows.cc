#include "projections/register/register_rows.h"

#include <algorithm>
#include <string>

#include "google/protobuf/util/time_util.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"
#include "projections/plan/plan_versions.h"
#include "projections/register/sentence.h"

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

// An entry on an order, a proposal or a version is about the children of that.
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

std::vector<std::string> NumbersOf(const Standing& standing, const CaseRecord& record) {
  std::vector<std::string> numbers = NumbersNamed(*BodyOf(standing.event()));
  if (!numbers.empty()) return numbers;
  std::vector<std::string> children = ChildrenNamed(standing.event(), record.parts());
  if (children.empty()) children = ChildrenBehind(standing.event(), record.plan());
  if (children.empty()) children.emplace_back();  // the numbers of the whole case have no child
  for (const v1::CaseNumber& number : record.plan().numbers()) {
    if (std::count(children.begin(), children.end(), number.child_id()) > 0) {
      numbers.push_back(number.number());
    }
  }
  return numbers;
}

}  // namespace

bool BelongsToRegister(const event::v1::CaseEvent& event) {
  const Message* body = BodyOf(event);
  return body != nullptr && OptionsOf(*body->GetDescriptor()).register_();
}

std::vector<v1::RegisterRow> RegisterRows(const CaseRecord& record) {
  std::vector<v1::RegisterRow> rows;
  for (const Standing& standing : StandingEntries(record.entries(), KnownSet::All())) {
    if (!BelongsToRegister(standing.event())) continue;
    v1::RegisterRow row;
    row.set_day(standing.effective_on());
    row.set_sentence(Sentence(standing.event(), record.plan()));
    for (std::string& number : NumbersOf(standing, record)) {
      row.add_court_numbers(std::move(number));
    }
    row.set_case_id(record.plan().case_id());
    row.set_revision(standing.revision());
    row.set_position(standing.original->position);
    *row.mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
        standing.original->recorded_at_us);
    row.set_type(EventTypeName(standing.event()));
    if (standing.corrected()) row.set_corrected_by(standing.content->revision);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace casejournal::projections
