// What readers get of entries as they are stored, and what is recorded of it: ReadEvents, ReplayCase, Subscribe.
#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "eventstore/proofs/hash.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/worker.h"
#include "services/answers/access/list_disclosures.h"
#include "services/answers/cases/get_history.h"
#include "services/answers/cases/replay_case.h"
#include "services/answers/log/read_events.h"
#include "services/errors/error_reason.h"
#include "services/subscriptions/subscription.h"
#include "tests/support/access_journal.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::MessageFromText;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

event::v1::CaseEvent Goal(absl::string_view goal, absl::string_view statement) {
  return EventFromText("2025-01-10", absl::StrCat("goal_established { goal_id: '$", goal,
                                                  "' area: GOAL_AREA_SAFETY statement: '", statement, "' }"));
}

event::v1::CaseEvent Labeled(event::v1::CaseEvent event, event::v1::Label label) {
  event.add_labels(label);
  return event;
}

// The case "ash" has a goal about health at revision 2; "birch" has none, and is assigned to nobody. Cora is the
// caseworker of "ash", Pia the pipeline, Otto the operator, Ada the auditor.
class WithheldEntriesTest : public casejournal::testing::AccessJournal {
 protected:
  void SetUp() override {
    AccessJournal::SetUp();
    Give("u-cora", event::v1::ROLE_CASEWORKER);
    pias_role_ = Give("u-pia", event::v1::ROLE_PIPELINE);
    Give("u-otto", event::v1::ROLE_OPERATOR);
    Give("u-ada", event::v1::ROLE_AUDITOR);
    first_ = Tell("ash", CaseOpened("2025-01-10"));
    Tell("ash", Assigned("2025-01-10", "u-cora"));
    Tell("ash", Labeled(Goal("secret", "private"), event::v1::LABEL_HEALTH));
    Tell("ash", Goal("open", "open"));
    Tell("birch", CaseOpened("2025-01-10"));
    recorder_ = std::make_unique<DisclosureRecorder>(journal_->log());
    desk_ = std::make_unique<DisclosureDesk>(*recorder_, notices_, DisclosureOptions{.program = "casejournal test"});
    leases_ = std::make_unique<Leases>(*desk_);
    models_ = *projections::ReadModelStore::Open(models_directory_.path(), projections::ProjectionNames());
    worker_ =
        std::make_unique<projections::Worker>(journal_->log(), *models_, projections::FoldFromLog(journal_->log()));
  }

  absl::StatusOr<std::vector<v1::CaseEntry>> Read(const std::string& subject, absl::string_view text) {
    std::vector<v1::CaseEntry> entries;
    const Reader reader = As(subject);
    const DisclosureDesk desk = desk_->Telling([this](const std::string& words) { told_.push_back(words); });
    absl::Status read = ReadEvents(journal_->log(), reader, desk, MessageFromText<v1::ReadEventsRequest>(text),
                                   [&](const v1::ReadEventsResponse& batch) {
                                     entries.insert(entries.end(), batch.entries().begin(), batch.entries().end());
                                     return true;
                                   });
    if (!read.ok()) return read;
    return entries;
  }
  absl::StatusOr<std::vector<v1::ReplayCaseResponse>> Replay(const std::string& subject, absl::string_view text) {
    std::vector<v1::ReplayCaseResponse> steps;
    const Reader reader = As(subject);
    absl::Status replayed = ReplayCase(
        *journal_, reader, *desk_, MessageFromText<v1::ReplayCaseRequest>(text),
        [&](const v1::ReplayCaseResponse& step) {
          steps.push_back(step);
          return true;
        },
        [] { return false; });
    if (!replayed.ok()) return replayed;
    return steps;
  }
  // One letter for each entry: opened, or withheld.
  static std::string Shown(const absl::StatusOr<std::vector<v1::CaseEntry>>& entries) {
    if (!entries.ok()) return entries.status().ToString();
    std::string shown;
    for (const v1::CaseEntry& entry : *entries) shown += entry.has_opened() ? 'o' : entry.has_withheld() ? 'w' : '?';
    return shown;
  }
  std::vector<v1::Disclosure> Disclosed(absl::string_view text, const std::string& as = "u-ada") {
    const auto listed = List(as, MessageFromText<v1::ListDisclosuresRequest>(text));
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->disclosures().begin(), listed->disclosures().end()};
  }
  absl::StatusOr<v1::ListDisclosuresResponse> List(const std::string& as, const v1::ListDisclosuresRequest& request) {
    const Reader reader = As(as);
    return ListDisclosures(journal_->log(), *worker_, reader, request, eventstore::Deadline::In(absl::Seconds(30)));
  }
  static std::string Ranges(const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges) {
    std::string text;
    for (const event::v1::RevisionRange& range : ranges) absl::StrAppend(&text, range.first(), "-", range.last(), " ");
    return text;
  }

  uint64_t first_ = 0;
  std::string pias_role_;
  std::vector<std::string> told_;  // the notices that came with ReadEvents
  Notices notices_ = {.general = "Confidential.\n",
                      .by_label = {{event::v1::LABEL_HEALTH, "About health.\n"},
                                   {event::v1::LABEL_PART2, "About treatment.\n"},
                                   {event::v1::LABEL_SEALED, "Sealed.\n"}}};
  eventstore::TestDirectory models_directory_;
  std::unique_ptr<projections::ReadModelStore> models_;
  std::unique_ptr<projections::Worker> worker_;
  std::unique_ptr<DisclosureRecorder> recorder_;
  std::unique_ptr<DisclosureDesk> desk_;
  std::unique_ptr<Leases> leases_;
};

TEST_F(WithheldEntriesTest, AnEntryWithALabelIsAPlaceAndALeafAndNothingElse) {
  const auto entries = Read("u-pia", "case_stream { case_id: '$ash' }");

  ASSERT_EQ(Shown(entries), "oowo");
  const v1::WithheldEntry& withheld = (*entries)[2].withheld();
  EXPECT_EQ(withheld.position(), first_ + 2);
  const auto recorded = journal_->log().ReadLog(first_ + 2, {.events_max = 1});
  EXPECT_EQ(withheld.leaf_hash(), eventstore::AsBytes(eventstore::LeafHash(recorded->front().header_bytes)));
  v1::CaseEntry only;
  *only.mutable_withheld() = withheld;
  EXPECT_EQ((*entries)[2].SerializeAsString(), only.SerializeAsString());
}

TEST_F(WithheldEntriesTest, WhoMaySeeTheLabelGetsTheEntry) {
  EXPECT_EQ(Shown(Read("u-cora", "case_stream { case_id: '$ash' }")), "oooo");
  EXPECT_EQ(Shown(Read("u-cora", "case_stream { case_id: '$ash' revision: 2 } limit: 1")), "o")
      << "and its own revision";
}

TEST_F(WithheldEntriesTest, ACaseThatMayNotBeReadIsNotFoundLikeOneThatDoesNotExist) {
  const absl::Status forbidden = Read("u-cora", "case_stream { case_id: '$birch' }").status();
  const absl::Status absent = Read("u-cora", "case_stream { case_id: '$elm' }").status();

  EXPECT_THAT(forbidden, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(forbidden.code(), absent.code());
  EXPECT_THAT(Disclosed("case_id: '$birch'"), IsEmpty());
}

TEST_F(WithheldEntriesTest, WhoFollowsTheJournalGetsTheOtherCasesAsPlaces) {
  const std::string from = absl::StrCat("position: ", first_, " limit: 5");

  EXPECT_EQ(Shown(Read("u-cora", from)), "oooow") << "the other case";
  EXPECT_EQ(Shown(Read("u-pia", from)), "oowoo") << "the label";
}

TEST_F(WithheldEntriesTest, EntriesAboutRolesAreForThoseWhoMayReadRoles) {
  EXPECT_EQ(Shown(Read("u-pia", absl::StrCat("position: ", first_ - 1, " limit: 1"))), "w");
  EXPECT_EQ(Shown(Read("u-ada", absl::StrCat("position: ", first_ - 1, " limit: 1"))), "o");
}

TEST_F(WithheldEntriesTest, WhoMayNotFollowGetsEntriesOfTheJournalItself) {
  EXPECT_EQ(Shown(Read("u-otto", "position: 0 limit: 1")), "o");
  EXPECT_THAT(Read("u-otto", absl::StrCat("position: ", first_, " limit: 1")),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Read("u-otto", "position: 0"), StatusIs(absl::StatusCode::kPermissionDenied));
}

// The decision is as of now: a label that comes later counts, and a grant does.
TEST_F(WithheldEntriesTest, ALabelThatComesLaterCounts) {
  ASSERT_EQ(Shown(Read("u-pia", "case_stream { case_id: '$ash' revision: 3 }")), "o");
  Tell("ash", EventFromText("2025-01-10", "entry_restricted { revision: 3 labels: LABEL_SEALED reason: 'an order' }"));

  EXPECT_EQ(Shown(Read("u-pia", "case_stream { case_id: '$ash' }")), "oowww");
  EXPECT_EQ(Shown(Read("u-cora", "case_stream { case_id: '$ash' }")), "oooww");
}

TEST_F(WithheldEntriesTest, ADisclosureSaysWhatWasGivenAndWhatWasWithheld) {
  ASSERT_THAT(Read("u-pia", "case_stream { case_id: '$ash' }"), IsOk());

  const std::vector<v1::Disclosure> disclosed = Disclosed("case_id: '$ash'", "u-cora");
  ASSERT_THAT(disclosed, SizeIs(1));
  const event::v1::DisclosureMade& made = disclosed[0].of_case();
  EXPECT_EQ(disclosed[0].actor().subject(), "u-pia");
  EXPECT_EQ(made.form(), event::v1::DISCLOSURE_FORM_ENTRIES);
  EXPECT_EQ(made.method(), "ReadEvents");
  EXPECT_EQ(made.under_role(), event::v1::ROLE_PIPELINE);
  EXPECT_EQ(made.recipient(), "Somebody");
  EXPECT_EQ(made.recipient_class(), event::v1::RECIPIENT_CLASS_GOVERNMENT_BODY);
  EXPECT_EQ(made.purpose(), "as pipeline");
  EXPECT_EQ(Ranges(made.revisions()), "0-1 3-3 ");
  EXPECT_EQ(Ranges(made.withheld()), "2-2 ");
  EXPECT_EQ(made.head_revision(), 3);
  EXPECT_EQ(made.notice(), "Confidential.\n");
  EXPECT_EQ(made.granted_at_position(), journal_->roles().now()->Find(pias_role_)->position());
}

// Who suffers: a person who lost a right and asks which decision gave what was read.
TEST_F(WithheldEntriesTest, ADisclosureNamesTheAssignmentOrTheGrantItRestsOn) {
  Tell("birch", Assigned("2025-01-10", "u-cora"));
  const uint64_t assigned = Tell("birch", Assigned("2025-01-10", "u-cora"));
  const uint64_t granted = Tell("ash", Granted("2025-01-10", "gal", "u-gale", event::v1::ROLE_GUARDIAN_AD_LITEM));
  ASSERT_THAT(Read("u-cora", "case_stream { case_id: '$birch' }"), IsOk());
  ASSERT_THAT(Read("u-gale", "case_stream { case_id: '$ash' }"), IsOk());

  EXPECT_EQ(Disclosed("case_id: '$birch'")[0].of_case().granted_at_position(), assigned);
  const event::v1::DisclosureMade by_grant = Disclosed("case_id: '$ash'")[0].of_case();
  EXPECT_EQ(by_grant.granted_at_position(), granted);
  EXPECT_EQ(by_grant.under_role(), event::v1::ROLE_GUARDIAN_AD_LITEM);
}

// Who suffers: a child whose treatment is passed on by somebody who was never told that the law forbids it.
TEST_F(WithheldEntriesTest, TheNoticeThatIsRecordedIsToldBeforeTheFirstMessage) {
  Tell("birch", Assigned("2025-01-10", "u-cora"));
  ASSERT_THAT(Read("u-cora", "case_stream { case_id: '$ash' }"), IsOk());
  ASSERT_THAT(Read("u-pia", "case_stream { case_id: '$ash' }"), IsOk());
  ASSERT_THAT(Read("u-cora", "case_stream { case_id: '$birch' }"), IsOk());

  EXPECT_THAT(told_, ElementsAre("Confidential.\n\nAbout health.\n", "Confidential.\n", "Confidential.\n"));
  EXPECT_EQ(Disclosed("case_id: '$ash'", "u-cora")[1].of_case().notice(), told_[0]);

  // What a range of the journal has is not known before it is read.
  told_.clear();
  ASSERT_THAT(Read("u-cora", absl::StrCat("position: ", first_)), IsOk());
  EXPECT_THAT(told_, ElementsAre("Confidential.\n\nAbout treatment.\n\nAbout health.\n"));
  EXPECT_EQ(Disclosed("by_subject: 'u-cora'")[0].of_range().notice(), told_[0]);
}

TEST_F(WithheldEntriesTest, NothingIsToldWhereNothingIsGiven) {
  const std::string of_journal = absl::StrCat("position: 0 limit: ", first_);
  EXPECT_EQ(Shown(Read("u-ada", of_journal)), std::string(first_, 'o'));
  EXPECT_EQ(Shown(Read("u-pia", "case_stream { case_id: '$ash' revision: 2 } limit: 1")), "w");
  EXPECT_EQ(Shown(Read("u-ada", "access_stream { case_id: '$ash' }")), "");

  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(WithheldEntriesTest, ARangeOfTheJournalIsDisclosedInItsReadersStream) {
  ASSERT_THAT(Read("u-pia", absl::StrCat("position: ", first_, " limit: 3")), IsOk());

  const std::vector<v1::Disclosure> disclosed = Disclosed("by_subject: 'u-pia'");
  ASSERT_THAT(disclosed, SizeIs(1));
  EXPECT_EQ(disclosed[0].of_range().first_position(), first_);
  EXPECT_EQ(disclosed[0].of_range().last_position(), first_ + 2);
  EXPECT_EQ(disclosed[0].of_range().method(), "ReadEvents");
  EXPECT_EQ(disclosed[0].of_range().granted_at_position(), journal_->roles().now()->Find(pias_role_)->position());
  EXPECT_THAT(Disclosed("to: 'SOMEBODY'"), SizeIs(1));
  EXPECT_THAT(Disclosed("to: 'nobody'"), IsEmpty());
}

// Each word must be there, in any order; the newest comes first.
TEST_F(WithheldEntriesTest, ARecipientIsFoundByAllWordsThatAreAskedFor) {
  const auto give = [&](const std::string& recipient) {
    event::v1::DisclosureMade made;
    made.set_recipient(recipient);
    ASSERT_THAT(recorder_->RecordCall(As("u-cora").caller(), "a test", *eventstore::Uuid::Parse(Id("ash")), made),
                IsOk());
  };
  for (const char* recipient : {"Dana Reed", "Dana Ruiz, GAL", "Héctor Reed", "Reed Dana", "Danae Reed"})
    give(recipient);
  const auto found = [&](const std::string& to) {
    std::vector<std::string> recipients;
    for (const v1::Disclosure& each : Disclosed(absl::StrCat("to: '", to, "'")))
      recipients.push_back(each.of_case().recipient());
    return recipients;
  };

  EXPECT_THAT(found("dana reed"), ElementsAre("Reed Dana", "Dana Reed"));
  EXPECT_THAT(found("RUIZ"), ElementsAre("Dana Ruiz, GAL"));
  EXPECT_THAT(found("hector"), ElementsAre("Héctor Reed"));
  EXPECT_THAT(found("gal reed"), IsEmpty());
  EXPECT_THAT(List("u-ada", MessageFromText<v1::ListDisclosuresRequest>("to: '-'")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(WithheldEntriesTest, WhatGivesNothingOfACaseRecordsNothing) {
  ASSERT_THAT(Read("u-pia", "case_stream { case_id: '$ash' }"), IsOk());
  const uint64_t before = journal_->log().size();

  EXPECT_EQ(Shown(Read("u-ada", absl::StrCat("position: 0 limit: ", first_))), std::string(first_, 'o'));
  EXPECT_EQ(Shown(Read("u-ada", "access_stream { case_id: '$ash' }")), "w") << "it rests on the entry about health";
  EXPECT_EQ(Shown(Read("u-cora", "access_stream { case_id: '$ash' }")), "o");
  EXPECT_EQ(Shown(Read("u-cora", absl::StrCat("position: ", first_ + 4, " limit: 1"))), "w");
  EXPECT_EQ(Shown(Read("u-cora", "case_stream { case_id: '$ash' revision: 9 }")), "");
  Disclosed("case_id: '$ash'");

  EXPECT_EQ(journal_->log().size(), before);
}

// Who suffers: a mother in treatment. Who may not see that an entry is about it must not learn it from the list of who
// was given that entry.
TEST_F(WithheldEntriesTest, WhatADisclosureRestsOnIsWithheldWithIt) {
  Give("u-otis", event::v1::ROLE_SUPERVISOR);
  ASSERT_THAT(Read("u-cora", "case_stream { case_id: '$ash' revision: 0 } limit: 2"), IsOk());
  const uint64_t before = journal_->log().size();
  event::v1::DisclosureMade exhibit;
  exhibit.set_recipient("a clinic");
  exhibit.set_purpose("treatment");
  exhibit.set_authority("her consent");
  exhibit.set_form(event::v1::DISCLOSURE_FORM_EXHIBIT);
  exhibit.set_method("GetExhibit");
  exhibit.set_under_role(event::v1::ROLE_COURT);
  exhibit.set_recipient_class(event::v1::RECIPIENT_CLASS_COURT);
  exhibit.set_granted_at_position(3);
  const event::v1::DisclosureMade told = exhibit;
  exhibit.add_with_labels(event::v1::LABEL_SEALED);
  exhibit.add_revisions()->set_last(3);
  exhibit.add_withheld()->set_first(2);
  exhibit.add_entries_today()->add_labels(event::v1::LABEL_HEALTH);
  exhibit.add_texts()->set_revision(3);
  exhibit.set_chain_digest(std::string(32, 'x'));
  exhibit.set_content_digest(std::string(32, 'y'));
  exhibit.set_notice("About health.");
  exhibit.set_head_revision(3);
  exhibit.mutable_plan()->set_salt_seed(std::string(32, 's'));
  ASSERT_THAT(recorder_->RecordCall(As("u-cora").caller(), "a test", *eventstore::Uuid::Parse(Id("ash")), exhibit),
              IsOk());
  const auto listed = [&](const std::string& as) {
    const std::vector<v1::Disclosure> all = Disclosed("case_id: '$ash'", as);
    return all.empty() ? event::v1::DisclosureMade() : all[0].of_case();
  };
  const std::string stream = "access_stream { case_id: '$ash' }";

  // The label of the exhibit, an entry with another label, and no right to read the case: each withholds it.
  for (const char* subject : {"u-cora", "u-otis", "u-ada", "u-admin"}) {
    EXPECT_EQ(listed(subject).SerializeAsString(), told.SerializeAsString()) << subject;
    const auto entries = Read(subject, stream);
    EXPECT_EQ(Shown(entries).substr(1), "w") << subject;
    ASSERT_THAT(entries, IsOk());
    EXPECT_EQ((*entries)[1].SerializeAsString().find("treatment"), std::string::npos) << subject;
  }
  EXPECT_EQ(Shown(Read("u-ada", absl::StrCat("position: ", before, " limit: 1"))), "w");
  const auto by_subject = Disclosed("by_subject: 'u-cora'");
  ASSERT_THAT(by_subject, SizeIs(2));
  EXPECT_EQ(by_subject[0].of_case().SerializeAsString(), told.SerializeAsString());

  // A reading before the entry came, and a case without labels, tell all.
  EXPECT_EQ(Shown(Read("u-cora", stream)), "ow");
  ASSERT_THAT(Read("u-pia", "case_stream { case_id: '$birch' }"), IsOk());
  EXPECT_EQ(Ranges(Disclosed("case_id: '$birch'")[0].of_case().revisions()), "0-0 ");
  EXPECT_EQ(Shown(Read("u-ada", "access_stream { case_id: '$birch' }")), "o");
  EXPECT_EQ(Shown(Read("u-admin", "access_stream { case_id: '$birch' }")), "w");
  EXPECT_EQ(Ranges(Disclosed("case_id: '$birch'", "u-admin")[0].of_case().revisions()), "");

  // Whoever sees both labels sees what was given.
  const std::string court = Give("u-ines", event::v1::ROLE_COURT);
  Give("u-ines", event::v1::ROLE_AUDITOR);
  EXPECT_EQ(Shown(Read("u-ines", stream)), "oo");
  EXPECT_EQ(listed("u-ines").SerializeAsString(), exhibit.SerializeAsString());
}

TEST_F(WithheldEntriesTest, AReplayHasNoChangesWhereAnEntryIsWithheld) {
  const auto steps = Replay("u-pia", "case_id: '$ash' with_plan: true");
  const auto all = Replay("u-cora", "case_id: '$ash' with_plan: true");

  ASSERT_THAT(steps, IsOk());
  ASSERT_THAT(*steps, SizeIs(4));
  EXPECT_TRUE((*steps)[2].entry().has_withheld());
  EXPECT_THAT((*steps)[2].changes(), IsEmpty());
  EXPECT_EQ((*steps)[2].plan().SerializeAsString(), (*steps)[1].plan().SerializeAsString());
  EXPECT_THAT((*steps)[3].changes(), ::testing::Not(IsEmpty()));
  ASSERT_THAT(all, IsOk());
  EXPECT_THAT((*all)[2].changes(), ::testing::Not(IsEmpty()));
}

TEST_F(WithheldEntriesTest, SentencesComeFromWhatTheReaderSees) {
  const auto entries = Read("u-pia", "case_stream { case_id: '$ash' } with_sentences: true");

  ASSERT_EQ(Shown(entries), "oowo");
  for (const size_t opened : {0, 1, 3}) EXPECT_NE((*entries)[opened].opened().recorded().sentence(), "");
  for (const v1::CaseEntry& entry : *entries) EXPECT_EQ(entry.SerializeAsString().find("private"), std::string::npos);
}

TEST_F(WithheldEntriesTest, ASubscriptionWithholdsTheSameAndLeasesItsRange) {
  std::atomic<bool> stopping = false;
  v1::SubscribeRequest request;
  request.set_from_position(first_);
  Subscription subscription(journal_->log(), *leases_, stopping, As("u-pia"), request);
  v1::SubscribeResponse batch;

  ASSERT_THAT(subscription.Next(batch), IsOk());

  EXPECT_EQ(Shown(std::vector<v1::CaseEntry>(batch.entries().begin(), batch.entries().end())), "oowoo");
  const std::vector<v1::Disclosure> leased = Disclosed("by_subject: 'u-pia'");
  ASSERT_THAT(leased, SizeIs(1));
  EXPECT_EQ(leased[0].of_range().method(), "Subscribe");
  EXPECT_EQ(leased[0].of_range().under_role(), event::v1::ROLE_PIPELINE);
  EXPECT_EQ(leased[0].of_range().notice(), "Confidential.\n");
  // Its own lease comes to it, and the next case entry with a label is withheld as it comes.
  Tell("ash", Labeled(casejournal::testing::NoteWritten("2025-01-10", "later"), event::v1::LABEL_PART2));
  ASSERT_THAT(subscription.Next(batch), IsOk());
  EXPECT_EQ(Shown(std::vector<v1::CaseEntry>(batch.entries().begin(), batch.entries().end())), "ow");
}

TEST_F(WithheldEntriesTest, ASubscriptionEndsWithTheRoleOfItsReader) {
  std::atomic<bool> stopping = false;
  const std::string role = Give("u-paul", event::v1::ROLE_PIPELINE);
  Subscription subscription(journal_->log(), *leases_, stopping, As("u-paul"), {});
  v1::SubscribeResponse batch;
  ASSERT_THAT(subscription.Next(batch), IsOk());
  End(role);

  EXPECT_THAT(subscription.Next(batch), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(WithheldEntriesTest, ListsOfDisclosuresHavePages) {
  for (int i = 0; i < 5; ++i) ASSERT_THAT(Read("u-cora", "case_stream { case_id: '$ash' }"), IsOk());
  for (const std::string& of : {absl::StrCat("case_id: '", Id("ash"), "'"), std::string("by_subject: 'u-cora'"),
                                std::string("to: 'somebody'")}) {
    std::vector<uint64_t> positions;
    std::string token;
    do {
      auto request = MessageFromText<v1::ListDisclosuresRequest>(absl::StrCat(of, " page_size: 2"));
      request.set_page_token(token);
      const auto page = List("u-ada", request);
      ASSERT_THAT(page, IsOk());
      for (const v1::Disclosure& each : page->disclosures()) positions.push_back(each.position());
      token = page->next_page_token();
    } while (!token.empty());
    EXPECT_THAT(positions, ElementsAre(first_ + 9, first_ + 8, first_ + 7, first_ + 6, first_ + 5)) << of;
  }
}

TEST_F(WithheldEntriesTest, WhoMayListDisclosures) {
  const auto list = [&](const std::string& subject, absl::string_view text) {
    return List(subject, MessageFromText<v1::ListDisclosuresRequest>(text)).status();
  };
  EXPECT_THAT(list("u-cora", "case_id: '$ash'"), IsOk());
  EXPECT_THAT(list("u-cora", "case_id: '$birch'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(list("u-cora", "to: 'a'"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(list("u-admin", "to: 'a'"), IsOk());
  EXPECT_THAT(list("u-pia", "case_id: '$ash'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(list("u-ada", ""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(list("u-ada", "to: 'a' case_id: '$ash'"), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Nothing leaves without its disclosure.
TEST_F(WithheldEntriesTest, WhatCannotBeRecordedIsNotGiven) {
  journal_->log().StopWriting(absl::DataLossError("another history"));

  for (const absl::Status& given :
       {Read("u-pia", "case_stream { case_id: '$ash' }").status(), Replay("u-pia", "case_id: '$ash'").status(),
        Read("u-pia", absl::StrCat("position: ", first_)).status()}) {
    EXPECT_THAT(given, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("nothing was given")));
    EXPECT_EQ(ReasonOf(given).reason(), "DISCLOSURE_NOT_RECORDED");
  }
}

// At the first byte, the entry is on disk.
TEST_F(WithheldEntriesTest, TheDisclosureIsThereWhenTheFirstMessageLeaves) {
  const Reader reader = As("u-cora");
  size_t then = 0;
  const auto count = [&] {
    then = Disclosed("case_id: '$ash'").size();
    return false;
  };
  ReadEvents(journal_->log(), reader, *desk_, MessageFromText<v1::ReadEventsRequest>("case_stream { case_id: '$ash' }"),
             [&](const v1::ReadEventsResponse&) { return count(); })
      .IgnoreError();
  EXPECT_EQ(then, 1);
  const auto going_on = [] { return false; };
  ReplayCase(
      *journal_, reader, *desk_, MessageFromText<v1::ReplayCaseRequest>("case_id: '$ash'"),
      [&](const v1::ReplayCaseResponse&) { return count(); }, going_on)
      .IgnoreError();
  EXPECT_EQ(then, 2);
  GetHistory(
      *journal_, reader, *desk_, MessageFromText<v1::GetHistoryRequest>("case_id: '$ash'"),
      [&](const v1::GetHistoryResponse&) { return count(); }, going_on)
      .IgnoreError();
  EXPECT_EQ(then, 3);
}

}  // namespace
}  // namespace casejournal::services
