// Which entries are closed to whom, and by which labels.
#include "projections/sight/closed_entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <utility>
#include <vector>

#include "projections/sight/sight.h"
#include "tests/support/case_builder.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using eventstore::Revision;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kHealth = event::v1::LABEL_HEALTH;
constexpr auto kSealed = event::v1::LABEL_SEALED;

CaseEvent With(CaseEvent event, event::v1::Label label) {
  event.add_labels(label);
  return event;
}

CaseEvent LabelingAs(Revision revision, std::initializer_list<event::v1::Label> labels) {
  CaseEvent event = On("2025-03-05");
  event.mutable_entry_restricted()->set_revision(revision);
  for (const event::v1::Label label : labels) event.mutable_entry_restricted()->add_labels(label);
  return event;
}

CaseEvent DocumentAbout(Revision revision, const std::string& id) {
  CaseEvent event = On("2025-03-02");
  event.mutable_document_referenced()->set_document_id(Id(id));
  event.mutable_document_referenced()->add_supports_revisions(revision);
  return event;
}

CaseEvent Note() { return NoteWritten("2025-03-01", "a note"); }

// Entries 0 and 1 open a case. Tests add entries from 2 on.
class ClosedEntriesTest : public ::testing::Test {
 protected:
  ClosedEntriesTest() {
    built_.Record("2025-03-01 09:00", {CaseOpened("2025-03-01"), ChildJoined("2025-03-01", "Ana")});
  }
  void Add(CaseEvent event) { built_.Record("2025-03-06 09:00", {std::move(event)}); }

  std::vector<Revision> ClosedIn(const ClosedEntries& closed) const {
    std::vector<Revision> revisions;
    for (Revision at = 0; at < built_.entries().size(); ++at) {
      if (closed.IsClosed(at)) revisions.push_back(at);
    }
    return revisions;
  }
  std::vector<Revision> ClosedTo(LabelSet open) const { return ClosedIn(ClosedEntries(built_.entries(), open)); }

  CaseBuilder built_;
};

TEST_F(ClosedEntriesTest, WhatRestsOnAClosedEntryIsClosedThroughAllSteps) {
  Add(With(Note(), kHealth));           // 2
  Add(DocumentAbout(2, "document"));    // 3
  Add(DocumentAbout(3, "copy of it"));  // 4
  Add(Note());                          // 5
  const ClosedEntries closed(built_.entries(), {});
  EXPECT_THAT(ClosedIn(closed), ElementsAre(2, 3, 4)) << "and nothing that comes after them";
  EXPECT_EQ(closed.Of(2), Closed::kLabeled);
  EXPECT_EQ(closed.Of(4), Closed::kRests);
  EXPECT_EQ(closed.labels(4), LabelSet({kHealth})) << "who may see these sees it";
  EXPECT_THAT(ClosedTo({kHealth}), IsEmpty());
}

TEST_F(ClosedEntriesTest, WhatRestsOnTwoNeedsTheLabelsOfBoth) {
  Add(With(Note(), kHealth));  // 2
  Add(With(Note(), kSealed));  // 3
  CaseEvent about_both = DocumentAbout(2, "document");
  about_both.mutable_document_referenced()->add_supports_revisions(3);
  Add(std::move(about_both));  // 4
  EXPECT_EQ(ClosedEntries(built_.entries(), {}).labels(4), LabelSet({kHealth, kSealed}));
  EXPECT_THAT(ClosedTo({kHealth}), ElementsAre(3, 4));
  EXPECT_THAT(ClosedTo({kSealed}), ElementsAre(2, 4));
}

// An entry that has labels of its own keeps them, and what it shares them with stays labeled.
TEST_F(ClosedEntriesTest, ALabeledEntryIsNotMadeOneThatRests) {
  Add(With(Note(), kHealth));                        // 2
  Add(With(DocumentAbout(2, "document"), kSealed));  // 3
  Add(Correcting(3, DocumentAbout(2, "document")));  // 4
  const ClosedEntries closed(built_.entries(), {});
  EXPECT_EQ(closed.Of(3), Closed::kLabeled);
  EXPECT_EQ(closed.Of(4), Closed::kLabeled);
  EXPECT_EQ(closed.labels(3), LabelSet({kSealed}));
}

// Its own words can say what it is about: whoever may not see it does not see the entry either.
TEST_F(ClosedEntriesTest, AnEntryThatLabelsSharesItsOwnLabels) {
  Add(Note());                            // 2
  Add(With(LabelingAs(2, {}), kSealed));  // 3
  EXPECT_THAT(ClosedTo({}), ElementsAre(2, 3));
  EXPECT_EQ(LabelsToOpen(built_.entries())[2], LabelSet({kSealed}));
}

// A correction is closed with what it corrects, whatever its words are about now.
TEST_F(ClosedEntriesTest, ACorrectionOfALabelSharesTheLabelsOfWhatItCorrects) {
  Add(With(Note(), kSealed));                    // 2
  Add(Note());                                   // 3
  Add(LabelingAs(2, {kSealed}));                 // 4
  Add(Correcting(4, LabelingAs(3, {kHealth})));  // 5
  const std::vector<LabelSet> labels = LabelsToOpen(built_.entries());
  EXPECT_EQ(labels[5], labels[2]);
  EXPECT_EQ(labels[4], labels[2]);
}

// What names a later entry was written before anybody knew what that would say.
TEST_F(ClosedEntriesTest, NothingRestsOnALaterEntry) {
  Add(DocumentAbout(3, "document"));  // 2
  Add(With(Note(), kHealth));         // 3
  EXPECT_THAT(ClosedTo({}), ElementsAre(3));
}

// The last entry of a case may be anything: that the case was handed over after it says nothing of it.
TEST_F(ClosedEntriesTest, ATransferStaysOpenWhateverTheLastEntrySays) {
  Add(With(Note(), kHealth));  // 2
  CaseEvent transfer = On("2025-03-06");
  transfer.mutable_case_transferred_out()->set_last_revision(2);
  Add(std::move(transfer));  // 3
  ASSERT_THAT(ClosedTo({}), ElementsAre(2));
}

TEST_F(ClosedEntriesTest, AVersionIsClosedByWhatItsTextRestsOn) {
  Add(With(Note(), kHealth));  // 2
  CaseEvent drawn_up = On("2025-03-06");
  drawn_up.mutable_plan_version_drawn_up()->set_label("1.0");
  Add(std::move(drawn_up));             // 3
  Add(With(Note(), kSealed));           // 4
  Add(DocumentAbout(3, "filed copy"));  // 5
  std::vector<std::string> asked;
  const ClosedEntries closed(built_.entries(), {}, [&](const ClosedEntries& so_far, const auto& version) {
    asked.push_back(version.label());
    return so_far.labels(2);
  });
  EXPECT_THAT(ClosedIn(closed), ElementsAre(2, 3, 4, 5));
  EXPECT_EQ(closed.labels(3), LabelSet({kHealth}));
  EXPECT_EQ(closed.labels(5), LabelSet({kHealth}));
  EXPECT_THAT(asked, ElementsAre("1.0")) << "once, and of no other entry";
  EXPECT_THAT(ClosedTo({}), ElementsAre(2, 4)) << "without the question";
}

}  // namespace
}  // namespace casejournal::projections
