#include "projections/read_models/cases_projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/case_builder.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

CaseEvent Linked(event::v1::CaseLinkKind kind, std::vector<event::v1::Label> labels = {}) {
  CaseEvent event = On("2025-03-03");
  event.mutable_case_linked()->set_other_case_id(Id("other"));
  event.mutable_case_linked()->set_link(kind);
  for (const event::v1::Label label : labels) event.add_labels(label);
  return event;
}

CaseEvent Restricted(eventstore::Revision revision, std::vector<event::v1::Label> labels) {
  CaseEvent event = On("2025-03-04");
  event.mutable_entry_restricted()->set_revision(revision);
  for (const event::v1::Label label : labels) event.mutable_entry_restricted()->add_labels(label);
  return event;
}

// What the rows of one case say about its links.
std::map<std::string, std::string> LinkRows(const std::vector<CaseEvent>& events) {
  CaseBuilder built;
  for (const CaseEvent& event : events) built.Record("2025-04-01 09:00", {event});
  std::map<std::string, std::string> rows;
  CasesProjection().Apply(built.record(), 0, [&](std::string key, std::string value) {
    if (key[0] == 'l' || key[0] == 'g') rows[std::move(key)] = std::move(value);
  });
  return rows;
}

// Who suffers: an adopted child, if the number of her first family leads to her case.
TEST(CasesProjectionTest, SaysOfALinkWhetherALabelWithholdsItToday) {
  const std::string continues = absl::StrCat(ContinuesRowPrefix(Id("case")), Id("other"));
  const std::string goes_on = absl::StrCat(ContinuedByRowPrefix(Id("other")), Id("case"));
  const auto kContinues = event::v1::CASE_LINK_KIND_CONTINUES;
  const auto kGoesOn = event::v1::CASE_LINK_KIND_GOES_ON_IN;
  using Rows = std::map<std::string, std::string>;

  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01")}), Rows());
  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01"),
                      Linked(event::v1::CASE_LINK_KIND_IS_RELATED_TO, {event::v1::LABEL_ADOPTION})}),
            Rows());
  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01"), Linked(kContinues)}), (Rows{{continues, kLinkOpen}}));
  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01"), Linked(kContinues, {event::v1::LABEL_HEALTH})}),
            (Rows{{continues, kLinkOpen}}));
  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01"), Linked(kContinues, {event::v1::LABEL_ADOPTION})}),
            (Rows{{continues, kLinkSealed}}));
  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01"), Linked(kGoesOn, {event::v1::LABEL_SEALED})}),
            (Rows{{goes_on, kLinkSealed}}));
  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01"), Linked(kContinues), Restricted(1, {event::v1::LABEL_ADOPTION})}),
            (Rows{{continues, kLinkSealed}}));
  EXPECT_EQ(LinkRows({CaseOpened("2025-03-01"), Linked(kContinues, {event::v1::LABEL_ADOPTION}), Retracting(1)}),
            (Rows{{continues, kLinkGone}}));
}

}  // namespace
}  // namespace casejournal::projections
