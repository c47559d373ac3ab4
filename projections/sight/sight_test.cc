#include "projections/sight/sight.h"

#include <gmock/gmock.h>

#include <functional>

#include "projections/docket/docket.h"
#include "projections/entries/labels_now.h"
#include "projections/findings/findings.h"
#include "projections/history/history.h"
#include "projections/register/register_rows.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/draw_up.h"
#include "projections/versions/in_force.h"
#include "tests/support/docket_case.h"
#include "tests/support/plan_texts.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using event::v1::Label;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kMarker[] = "withheld words";

CaseEvent Labeled(CaseEvent event, Label label) {
  event.add_labels(label);
  return event;
}

CaseEvent Restricting(uint64_t revision, LabelSet labels) {
  CaseEvent event = On("2025-03-05");
  event.mutable_entry_restricted()->set_revision(revision);
  for (const Label label : labels.Labels()) event.mutable_entry_restricted()->add_labels(label);
  return event;
}

std::vector<eventstore::Revision> Withheld(const Sight& sight) {
  std::vector<eventstore::Revision> revisions;
  for (eventstore::Revision at = 0; at < sight.withheld.size(); ++at) {
    if (sight.withheld[at]) revisions.push_back(at);
  }
  return revisions;
}

class SightTest : public ::testing::Test {
 protected:
  SightTest() {
    built_.Record("2025-03-01 09:00", {CaseOpened("2025-03-01"), ChildJoined("2025-03-01", "Ana")});
    built_.Record("2025-03-02 09:00", {Labeled(NoteWritten("2025-03-01", kMarker), event::v1::LABEL_HEALTH)});
  }

  void Add(CaseEvent event) { built_.Record("2025-03-06 09:00", {std::move(event)}); }
  Sight SightWith(LabelSet may_see) const { return SightOf(built_.record(), may_see); }
  CaseRecord SeenWith(LabelSet may_see) const { return RecordSeen(built_.record(), SightWith(may_see)); }

  CaseBuilder built_;
};

TEST_F(SightTest, AWithheldEntryHasAPlaceAndSaysNothing) {
  const CaseRecord seen = SeenWith({});
  ASSERT_EQ(seen.entries().size(), 3U);
  const Entry& entry = seen.entries()[2];
  EXPECT_TRUE(entry.is_withheld());
  EXPECT_EQ(entry.position, built_.entries()[2].position);
  EXPECT_EQ(entry.recorded_at_us, built_.entries()[1].recorded_at_us) << "not its own time";
  EXPECT_EQ(entry.stored->ByteSizeLong(), 0U);
  EXPECT_EQ(entry.stored_bytes, 0U);
  EXPECT_EQ(SightWith({}).count, 1U);
}

TEST_F(SightTest, AWithheldEntryHasTheTimeOfTheLastOneBeforeItThatIsSeen) {
  Add(NoteWritten("2025-03-02", "open"));                                     // 3
  Add(Labeled(NoteWritten("2025-03-02", kMarker), event::v1::LABEL_SEALED));  // 4
  const CaseRecord seen = SeenWith({});
  EXPECT_EQ(seen.entries()[4].recorded_at_us, built_.entries()[3].recorded_at_us);
  EXPECT_NE(seen.entries()[4].recorded_at_us, built_.entries()[1].recorded_at_us);
}

// The time of the first entry is known to whoever knows when the case was opened.
TEST(FirstEntryTest, AWithheldFirstEntryHasTheTimeOfTheFirstThatIsSeen) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {CaseOpened("2025-03-01")});
  built.Record("2025-03-02 09:00", {NoteWritten("2025-03-01", kMarker)});
  built.Record("2025-03-03 09:00", {ChildJoined("2025-03-01", "Ana")});
  built.Record("2025-03-04 09:00", {Restricting(0, {event::v1::LABEL_SEALED})});
  built.Record("2025-03-05 09:00", {Restricting(1, {event::v1::LABEL_SEALED})});
  const Sight sight = SightOf(built.record(), {});
  EXPECT_THAT(Withheld(sight), ElementsAre(0, 1, 3, 4));
  const CaseRecord seen = RecordSeen(built.record(), sight);
  for (const eventstore::Revision at : {0, 1, 2, 3, 4})
    EXPECT_EQ(seen.entries()[at].recorded_at_us, built.entries()[2].recorded_at_us) << at;
}

TEST_F(SightTest, WhoMaySeeTheLabelSeesTheCaseItself) {
  EXPECT_TRUE(SightWith({event::v1::LABEL_HEALTH}).IsEverything());
  EXPECT_TRUE(SightWith(LabelSet::All()).IsEverything());
}

TEST_F(SightTest, LabelsAreThoseOfToday) {
  Add(Restricting(1, {event::v1::LABEL_SEALED}));  // 3
  Add(Restricting(2, {}));                         // 4
  EXPECT_THAT(Withheld(SightWith({})), ElementsAre(1, 3));
  EXPECT_EQ(LabelsIn(built_.entries()), LabelSet({event::v1::LABEL_SEALED}));
}

TEST_F(SightTest, WhatCorrectsWithdrawsLabelsOrNamesAnEntryIsWithheldWithIt) {
  Add(Correcting(2, NoteWritten("2025-03-01", kMarker)));  // 3
  Add(Retracting(3));                                      // 4
  CaseEvent document = On("2025-03-02");
  document.mutable_document_referenced()->set_document_id(Id("document"));
  document.mutable_document_referenced()->add_supports_revisions(2);
  Add(std::move(document));                                                                        // 5
  Add(NoteWritten("2025-03-02", "open"));                                                          // 6
  Add(Correcting(6, Labeled(NoteWritten("2025-03-02", "now with"), event::v1::LABEL_EDUCATION)));  // 7
  EXPECT_THAT(Withheld(SightWith({})), ElementsAre(2, 3, 4, 5, 6, 7));
  EXPECT_THAT(Withheld(SightWith({event::v1::LABEL_HEALTH})), ElementsAre(6, 7));
}

class SightOfVersionTest : public SightTest {
 protected:
  // Draw up a version from everything, and file it.
  void DrawUp(std::string seed, const std::function<void(event::v1::PlanText&)>& change = nullptr) {
    CaseEvent event = On("2025-03-06");
    event::v1::PlanVersionDrawnUp& version = *event.mutable_plan_version_drawn_up();
    version = Drawing(event::v1::PLAN_KIND_CASE, {Id("Ana")});
    version.set_plan_id(Id("plan"));
    version.set_as_of_revision(built_.entries().size() - 1);
    version.set_salt_seed(std::move(seed));
    *version.mutable_text() =
        projections::DrawUp(built_.record(), version, [](absl::string_view part) { return Sha256Of(part); }).text;
    if (change) change(*version.mutable_text());
    version.set_digest(PlanTextDigest(version.text()));
    digest_ = version.digest();
    drawn_up_ = built_.entries().size();
    Add(std::move(event));
    CaseEvent journalized = On("2025-03-07");
    journalized.mutable_plan_journalized()->set_digest(digest_);
    journalized.mutable_plan_journalized()->set_court_number("25-JV-1");
    Add(std::move(journalized));
  }

  std::string digest_;
  eventstore::Revision drawn_up_ = 0;
};

TEST_F(SightOfVersionTest, AVersionThatRestsOnAWithheldEntryStaysWithTheRestOfItsText) {
  Add(GoalEstablished("2025-03-02", "goal", "Ana is safe at home"));
  Add(Labeled(GoalEstablished("2025-03-02", "other goal", kMarker), event::v1::LABEL_HEALTH));
  DrawUp(std::string(32, 's'));
  const Sight sight = SightWith({});
  EXPECT_THAT(Withheld(sight), ElementsAre(2, 4));
  ASSERT_TRUE(sight.reduced.contains(drawn_up_));
  EXPECT_EQ(sight.count, 3U);

  const CaseRecord seen = RecordSeen(built_.record(), sight);
  const event::v1::PlanVersionDrawnUp& version = seen.entries()[drawn_up_].event().plan_version_drawn_up();
  EXPECT_EQ(PlanTextDigest(version.text()), digest_) << "what is left proves the same text";
  EXPECT_THAT(version.DebugString(), Not(HasSubstr(kMarker)));
  EXPECT_THAT(version.DebugString(), HasSubstr("Ana is safe at home"));
  EXPECT_FALSE(version.has_salt_seed()) << "with the seed, the rest could be guessed";
  EXPECT_EQ(seen.plan().versions(0).journal_entries_size(), 1) << "the entries that name it stay";
  ASSERT_EQ(built_.record().plan().versions_size(), 1);
}

// Both texts have the same digest, so what is kept of one must not be given for the other.
TEST_F(SightOfVersionTest, WhatDiffersFromTheTextDoesNotComeFromTheWholeOne) {
  Add(Labeled(GoalEstablished("2025-03-02", "other goal", kMarker), event::v1::LABEL_HEALTH));
  DrawUp(std::string(32, 's'));
  Add(GoalEstablished("2025-03-08", "later goal", "A later goal"));
  const auto differs = [](const CaseRecord& record) {
    std::string text;
    for (const v1::InForce& in_force : InForceOf(record.entries(), KnownSet::All(), record.plan()))
      text += in_force.DebugString();
    return text;
  };
  EXPECT_THAT(differs(built_.record()), HasSubstr("A later goal"));
  const std::string seen = differs(SeenWith({}));
  EXPECT_THAT(seen, HasSubstr("A later goal"));
  EXPECT_THAT(seen, Not(HasSubstr(kMarker)));
}

TEST_F(SightOfVersionTest, AVersionThatSaysNothingWithheldIsAsItWas) {
  Add(GoalEstablished("2025-03-02", "goal", "Ana is safe at home"));
  DrawUp(std::string(32, 's'));
  EXPECT_THAT(SightWith({}).reduced, IsEmpty());
  EXPECT_THAT(Withheld(SightWith({})), ElementsAre(2));
}

// A version can be labeled itself: then nothing of it is left.
TEST_F(SightOfVersionTest, AWithheldVersionIsNotOneThatIsReduced) {
  Add(Labeled(GoalEstablished("2025-03-02", "other goal", kMarker), event::v1::LABEL_HEALTH));
  DrawUp(std::string(32, 's'));
  Add(Restricting(drawn_up_, {event::v1::LABEL_SEALED}));
  const Sight sight = SightWith({});
  EXPECT_TRUE(sight.withheld[drawn_up_]);
  EXPECT_THAT(sight.reduced, IsEmpty());
  EXPECT_EQ(sight.count, Withheld(sight).size());
}

// A part of a newer program: nobody here knows what it says.
void AddUnknownPart(event::v1::PlanText& text) { text.add_parts()->set_text(R"({"partsOfANewerProgram": [{}]})"); }

TEST_F(SightOfVersionTest, ATextThatIsNotKnownIsWithheldWhole) {
  Add(GoalEstablished("2025-03-02", "goal", "Ana is safe at home"));
  Add(Labeled(GoalEstablished("2025-03-02", "other goal", kMarker), event::v1::LABEL_HEALTH));
  DrawUp(std::string(32, 's'), AddUnknownPart);
  const CaseRecord seen = SeenWith({});
  const event::v1::PlanText& text = seen.entries()[drawn_up_].event().plan_version_drawn_up().text();
  EXPECT_GT(text.parts_size(), 3);
  for (const event::v1::PlanPart& part : text.parts()) EXPECT_TRUE(part.has_withheld());
  EXPECT_EQ(PlanTextDigest(text), digest_);
}

TEST_F(SightOfVersionTest, ATextThatIsNotKnownStaysWhereNothingInTheCaseChangesIt) {
  Add(GoalEstablished("2025-03-02", "goal", "Ana is safe at home"));
  DrawUp(std::string(32, 's'), AddUnknownPart);
  EXPECT_THAT(SightWith({}).reduced, IsEmpty());
}

// Everything that is computed from a record.
std::vector<std::string> AllSaidOf(const CaseRecord& record, const Law& law) {
  const EntryList& entries = record.entries();
  std::vector<std::string> said = {record.plan().DebugString()};
  History history(record.case_id(), entries, KnownSet::All(), NewYork());
  while (!history.AtEnd()) {
    for (const v1::HistoryRow& row : history.Next()) said.push_back(row.DebugString());
  }
  const absl::CivilDay day(2025, 6, 1);
  const Docket docket = DocketOf(entries, law, {.known = KnownSet::All(), .day = day, .zone = NewYork()});
  for (const v1::DocketItem& item : docket.items) said.push_back(item.DebugString());
  for (const v1::DocketMoment& moment : docket.moments) said.push_back(moment.DebugString());
  FindingsAsked asked{.known = KnownSet::All(), .day = "2025-06-01", .zone = NewYork()};
  asked.law = &law;
  for (const v1::Finding& finding : FindingsOf(record.case_id(), entries, asked)) said.push_back(finding.DebugString());
  const CaseRegister rows(record);
  for (const RegisterLine& line : rows.lines()) said.push_back(rows.RowOf(line).DebugString());
  for (size_t last = 0; last < entries.size(); ++last) {
    v1::AsOf as_of;
    as_of.set_effective_on("2025-03-10");
    said.push_back(DescribeKnown(KnownSet::UpToRevision(last), entries, as_of).DebugString());
    said.push_back(FoldPlan(record.case_id(), StandingEntries(entries, KnownSet::UpToRevision(last))).DebugString());
  }
  return said;
}

// Put other words, days, and ids into a message. What it is about stays: labels, and the entries that it names.
void SayOtherwise(google::protobuf::Message& message, RandomCase& random) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  const auto other = [&](const FieldDescriptor& field) {
    return OptionsOf(field).day() ? random.Day() : absl::StrCat(kMarker, " ", random.Below(1000));
  };
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        field->is_repeated() ? reflection.SetRepeatedString(&message, field, i, other(*field))
                             : reflection.SetString(&message, field, other(*field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        SayOtherwise(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                          : *reflection.MutableMessage(&message, field),
                     random);
      }
    }
  }
}

// All types but versions, whose text follows from other entries.
std::vector<const google::protobuf::FieldDescriptor*> TypesToWrite() {
  std::vector<const google::protobuf::FieldDescriptor*> types = BodyFields();
  std::erase_if(types, [](const auto* type) {
    return type->number() == CaseEvent::kEntryRetractedFieldNumber ||
           type->number() == CaseEvent::kPlanVersionDrawnUpFieldNumber;
  });
  return types;
}

// Whoever records in a long case of which something is withheld does not wait until it is folded again.
TEST(SightPropertyTest, WhatIsSeenFurtherIsWhatIsSeenOfAll) {
  RandomCase random(TestSeed());
  size_t further = 0;
  size_t withheld = 0;
  for (int round = 0; round < 100 || further <= 5 || withheld <= 5; ++round) {
    ASSERT_LT(round, 10'000) << further << " rounds did not have to fold again, and withheld " << withheld;
    std::vector<CaseEvent> events = {CaseOpened("2025-03-01"), ChildJoined("2025-03-01", "child0")};
    for (CaseEvent& event : random.EventsOf(BodyFields(), 30)) events.push_back(std::move(event));
    for (CaseEvent& event : events) {
      event.clear_labels();
      if (random.Below(4) == 0)
        event.add_labels(static_cast<Label>(1 + random.Below(static_cast<size_t>(event::v1::Label_MAX))));
    }
    const LabelSet may_see = LabelSet::FromBits(static_cast<uint16_t>(random.Below(1U << event::v1::Label_MAX)));
    const CaseBuilder whole = BuildCase(events);
    const EntryList& entries = whole.record().entries();
    const size_t known = 1 + random.Below(entries.size() - 1);
    const size_t then = std::min(entries.size(), known + 1 + random.Below(4));
    const auto first = [&](size_t count) {
      CaseRecord record(whole.record().case_id());
      for (size_t at = 0; at < count; ++at) record.Evolve(entries[at]);
      return record;
    };
    const CaseRecord before = first(known);
    const Sight sight = SightOf(before, may_see);
    const std::optional<Seen> seen = SeenFurther(sight, RecordSeen(before, sight), first(then), may_see);
    if (!seen) continue;
    ++further;
    withheld += seen->sight.count - sight.count;
    const Sight of_all = SightOf(first(then), may_see);
    ASSERT_EQ(seen->sight.withheld, of_all.withheld);
    ASSERT_EQ(seen->sight.reduced, of_all.reduced);
    ASSERT_EQ(seen->sight.count, of_all.count);
    const CaseRecord record = RecordSeen(first(then), of_all);
    ASSERT_EQ(seen->record.plan().DebugString(), record.plan().DebugString());
    ASSERT_EQ(seen->record.entries().size(), record.entries().size());
    for (size_t at = 0; at < then; ++at) {
      const Entry& a = seen->record.entries()[at];
      const Entry& b = record.entries()[at];
      ASSERT_EQ(a.recorded_at_us, b.recorded_at_us) << at;
      ASSERT_EQ(a.event().DebugString(), b.event().DebugString()) << at;
    }
  }
}

TEST(SightPropertyTest, WhatIsSeenDoesNotDependOnWhatIsWithheld) {
  RandomCase random(TestSeed());
  const RuleBook rules = ShippedRules();
  const std::shared_ptr<const Law> law = rules.LawOn(absl::CivilDay(2025, 6, 1));
  size_t withheld = 0;
  for (int round = 0; round < 40 || withheld <= 100; ++round) {
    ASSERT_LT(round, 4'000) << "the rounds withheld only " << withheld;
    std::vector<CaseEvent> events = {CaseOpened("2025-03-01"), ChildJoined("2025-03-01", "child0")};
    for (CaseEvent& event : random.EventsOf(TypesToWrite(), 30)) events.push_back(std::move(event));
    for (CaseEvent& event : events) {
      event.clear_labels();
      if (random.Below(4) == 0)
        event.add_labels(static_cast<Label>(1 + random.Below(static_cast<size_t>(event::v1::Label_MAX))));
    }
    const CaseBuilder built = BuildCase(events);
    const LabelSet may_see = LabelSet::FromBits(static_cast<uint16_t>(random.Below(1U << event::v1::Label_MAX)));
    const Sight sight = SightOf(built.record(), may_see);
    withheld += sight.count;

    std::vector<CaseEvent> otherwise = events;
    for (size_t at = 0; at < events.size(); ++at) {
      if (!sight.withheld[at]) continue;
      SayOtherwise(otherwise[at], random);
    }
    const CaseBuilder other = BuildCase(otherwise);
    const Sight same = SightOf(other.record(), may_see);
    ASSERT_EQ(same.withheld, sight.withheld);
    const std::vector<std::string> said = AllSaidOf(RecordSeen(built.record(), sight), *law);
    const std::vector<std::string> said_otherwise = AllSaidOf(RecordSeen(other.record(), same), *law);
    ASSERT_EQ(said, said_otherwise);
    for (const std::string& each : said_otherwise) ASSERT_THAT(each, Not(HasSubstr(kMarker)));

    EXPECT_EQ(AllSaidOf(RecordSeen(built.record(), SightOf(built.record(), LabelSet::All())), *law),
              AllSaidOf(built.record(), *law));
  }
}

}  // namespace
}  // namespace casejournal::projections
