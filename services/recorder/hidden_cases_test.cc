// Appends to a case that the caller may not see are answered as those to a case that does not exist, whatever they ask.
#include "services/recorder/hidden_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/synchronization/notification.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/worker.h"
#include "services/cases/labels_in_rows.h"
#include "services/errors/error_details.h"
#include "services/recorder/recorder.h"
#include "tests/support/access_journal.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::On;
using casejournal::testing::StatusIs;

constexpr char kTonight[] = "2025-01-10";

// The case of u-worker is "ash", and no case is called "none". The curious one is u-other, with a case of their own.
class HiddenCasesTest : public casejournal::testing::AccessJournal {
 protected:
  using Answer = absl::StatusOr<v1::AppendResponse>;

  void SetUp() override {
    AccessJournal::SetUp();
    for (const char* who : {"u-worker", "u-other"}) Give(who, event::v1::ROLE_CASEWORKER);
    Give("u-all", event::v1::ROLE_SUPERVISOR);
    Tell("ash", CaseOpened("2025-01-06"));
    Tell("ash", Assigned("2025-01-06", "u-worker"));
    Tell("ash", NoteWritten("2025-01-07", "a note"));
    Tell("own", CaseOpened("2025-01-06"));
    Tell("own", Assigned("2025-01-06", "u-other"));
    directory_of_rows_ = std::make_unique<eventstore::TestDirectory>();
    models_ = *projections::ReadModelStore::Open(directory_of_rows_->path(), projections::ProjectionNames());
    worker_ =
        std::make_unique<projections::Worker>(journal_->log(), *models_, projections::FoldFromLog(journal_->log()));
    ASSERT_THAT(worker_->WaitFor(journal_->log().size(), eventstore::Deadline::In(absl::Seconds(30))), IsOk());
    sources_->access_in = [this](const std::string& case_id, const Holder& holder) {
      return AccessInRows(journal_->log(), *models_, case_id, holder);
    };
    recorder_ = std::make_unique<Recorder>(
        journal_->log(), *cases_,
        RecorderOptions{.access = &*sources_,
                        .zone = journal_->zone(),
                        .now_us = [this] { return journal_->NowUs(); },
                        .on_refused = [this](const Caller& caller) { refused_.push_back(caller.actor.subject()); }});
  }

  static v1::ExpectedRevision Any() {
    v1::ExpectedRevision expected;
    expected.set_any(true);
    return expected;
  }
  static v1::AppendRequest In(const std::string& name, std::vector<event::v1::CaseEvent> events,
                              const v1::ExpectedRevision& expected = Any()) {
    v1::AppendRequest request;
    request.set_request_id(eventstore::Uuid::Random().ToString());
    AddTo(request, name, std::move(events), expected);
    return request;
  }
  static void AddTo(v1::AppendRequest& request, const std::string& name, std::vector<event::v1::CaseEvent> events,
                    const v1::ExpectedRevision& expected = Any()) {
    v1::CaseAppend& part = *request.add_cases();
    part.set_case_id(Id(name));
    *part.mutable_expected() = expected;
    for (event::v1::CaseEvent& event : events) *part.add_events() = std::move(event);
  }
  static v1::AppendRequest Checked(v1::AppendRequest request) {
    request.set_validate_only(true);
    return request;
  }
  static event::v1::CaseEvent Emergency(const std::string& by, const std::string& until = kTonight) {
    event::v1::CaseEvent event = Granted(kTonight, "tonight", by, event::v1::ROLE_EMERGENCY, until);
    event.mutable_access_granted()->set_reason("a child must be found");
    return event;
  }

  Answer AppendAs(const std::string& who, const v1::AppendRequest& request) {
    Answer answer;
    absl::Notification answered;
    recorder_->Record(As(who).caller(), std::make_shared<const v1::AppendRequest>(request), [&](Answer outcome) {
      answer = std::move(outcome);
      answered.Notify();
    });
    answered.WaitForNotification();
    return answer;
  }

  // All that an answer says, with one name for all cases.
  static std::string Said(const Answer& answer, const std::string& name) {
    std::string said = answer.ok() ? answer->ShortDebugString() : ToErrorStatus(answer.status()).ShortDebugString();
    return absl::StrReplaceAll(said, {{Id(name), "the case"}});
  }
  // `make` makes the request about the case with a name.
  template <typename Make>
  void ExpectSame(const std::string& who, Make make) {
    const uint64_t size = journal_->log().size();
    v1::AppendRequest about_forbidden = make("ash");
    v1::AppendRequest about_absent = make("none");
    about_absent.set_request_id(about_forbidden.request_id());
    const std::string forbidden = Said(AppendAs(who, about_forbidden), "ash");
    EXPECT_EQ(forbidden, Said(AppendAs(who, about_absent), "none")) << about_forbidden.ShortDebugString();
    EXPECT_EQ(journal_->log().size(), size) << forbidden;
  }
  bool IsFolded(const std::string& name) { return *cases_->LoadFolded(*eventstore::Uuid::Parse(Id(name))) != nullptr; }

  std::unique_ptr<eventstore::TestDirectory> directory_of_rows_;
  std::unique_ptr<projections::ReadModelStore> models_;
  std::unique_ptr<projections::Worker> worker_;
  std::vector<std::string> refused_;
  std::unique_ptr<Recorder> recorder_;
};

TEST_F(HiddenCasesTest, WhatIsAskedOfItIsAnsweredAsOfNone) {
  v1::ExpectedRevision none;
  none.set_no_case(true);
  v1::ExpectedRevision last;
  last.set_exactly(2);
  v1::ExpectedRevision unchanged;
  unchanged.set_unchanged_since(0);
  event::v1::CaseEvent withdrawn = On(kTonight);
  withdrawn.mutable_entry_retracted()->set_revision(2);
  event::v1::CaseEvent malformed = NoteWritten("2025-02-30", "a note");
  const std::vector<event::v1::CaseEvent> events = {NoteWritten(kTonight, "a note"),
                                                    Assigned(kTonight, "u-other"),
                                                    AccessEnded(kTonight, "a grant"),
                                                    Granted(kTonight, "mine", "u-other", event::v1::ROLE_CASEWORKER),
                                                    withdrawn,
                                                    malformed};
  for (const bool folded : {false, true}) {
    for (const char* who : {"u-other", "nobody"}) {
      for (const v1::ExpectedRevision& expected : {Any(), none, last, unchanged}) {
        for (const event::v1::CaseEvent& event : events) {
          ExpectSame(who, [&](const std::string& name) { return In(name, {event}, expected); });
          ExpectSame(who, [&](const std::string& name) { return Checked(In(name, {event}, expected)); });
        }
        ExpectSame(who, [&](const std::string& name) { return Checked(In(name, {CaseOpened(kTonight)}, expected)); });
        ExpectSame(who, [&](const std::string& name) { return In(name, {Emergency(who), malformed}, expected); });
        if (!expected.any())
          ExpectSame(who, [&](const std::string& name) { return In(name, {Emergency(who)}, expected); });
      }
    }
    EXPECT_EQ(IsFolded("ash"), folded) << "by an append that may not be recorded";
    ASSERT_THAT(cases_->LoadCommitted(*eventstore::Uuid::Parse(Id("ash"))), IsOk());
  }
}

TEST_F(HiddenCasesTest, ItIsNotOpenedAgain) {
  EXPECT_THAT(AppendAs("u-other", In("ash", {CaseOpened(kTonight)})), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_FALSE(IsFolded("ash"));
}

TEST_F(HiddenCasesTest, ARequestIdThatWasUsedIsToldOfBothAlike) {
  v1::AppendRequest used = In("own", {NoteWritten(kTonight, "a note")});
  ASSERT_THAT(AppendAs("u-other", used), IsOk());
  v1::AppendRequest again = In("ash", {NoteWritten(kTonight, "a note")});
  again.set_request_id(used.request_id());
  EXPECT_THAT(AppendAs("u-other", again), StatusIs(absl::StatusCode::kAlreadyExists));
  ExpectSame("u-other", [&](const std::string& name) {
    v1::AppendRequest request = In(name, {CaseOpened(kTonight)});
    request.set_request_id(used.request_id());
    return request;
  });
  // Nor is what was recorded there told to whom guesses all of it.
  const v1::AppendRequest theirs = In("ash", {NoteWritten(kTonight, "a guess")});
  ASSERT_THAT(AppendAs("u-worker", theirs), IsOk());
  EXPECT_THAT(AppendAs("u-worker", theirs), IsOk());
  v1::AppendRequest of_none = In("none", {NoteWritten(kTonight, "a guess")});
  of_none.set_request_id(theirs.request_id());
  EXPECT_EQ(Said(AppendAs("u-other", theirs), "ash"), Said(AppendAs("u-other", of_none), "none"));
}

TEST_F(HiddenCasesTest, EmergencyAccessIsRecordedOrToldOfBothAlike) {
  event::v1::CaseEvent for_nobody = Emergency("u-other");
  for_nobody.mutable_access_granted()->set_for_id(Id("no participant"));
  event::v1::CaseEvent without_reason = Emergency("u-other");
  without_reason.mutable_access_granted()->clear_reason();
  const std::vector<event::v1::CaseEvent> rejected = {Emergency("u-other", "2025-02-10"), without_reason, for_nobody};
  for (const event::v1::CaseEvent& event : rejected) {
    ExpectSame("u-other", [&](const std::string& name) { return In(name, {event}); });
    ExpectSame("u-other", [&](const std::string& name) { return In(name, {NoteWritten(kTonight, "a note"), event}); });
  }
  ExpectSame("u-other", [&](const std::string& name) {
    return In(name, {Emergency("u-other"), Emergency("u-other")});
  });
  EXPECT_FALSE(IsFolded("ash")) << "what somebody who knows nothing of the case cannot record";
  // What is rejected elsewhere in the request is told of a case that has nothing to do with it.
  ExpectSame("u-other", [&](const std::string& name) {
    v1::AppendRequest request = In(name, {Emergency("u-other")});
    AddTo(request, "own", {AccessEnded(kTonight, "no grant")});
    return request;
  });

  EXPECT_THAT(AppendAs("u-other", In("ash", {Emergency("u-other")})), IsOk());
  EXPECT_THAT(As("u-other").MayIn(Id("ash"), Act::kReadPlan), IsOk());
  EXPECT_THAT(AppendAs("u-other", In("none", {Emergency("u-other")})), StatusIs(absl::StatusCode::kFailedPrecondition));
}

// A check would tell whether the case exists, and leave nothing on the record.
TEST_F(HiddenCasesTest, EmergencyAccessIsNeverOnlyChecked) {
  for (const char* who : {"u-other", "u-worker", "u-all", "nobody"}) {
    for (const char* name : {"ash", "own", "none"}) {
      EXPECT_THAT(AppendAs(who, Checked(In(name, {Emergency(who)}))),
                  StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("validateOnly")));
    }
  }
}

TEST_F(HiddenCasesTest, WhoMaySeeItIsToldWhy) {
  v1::ExpectedRevision unchanged;
  unchanged.set_unchanged_since(7);
  EXPECT_THAT(AppendAs("u-worker", In("ash", {NoteWritten(kTonight, "a note")}, unchanged)),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(AppendAs("u-worker", In("ash", {NoteWritten(kTonight, "a note")})), IsOk());
  EXPECT_THAT(AppendAs("u-all", In("ash", {Assigned(kTonight, "u-other")})), IsOk());
  EXPECT_THAT(AppendAs("u-other", In("ash", {NoteWritten(kTonight, "a note")})), IsOk());
  EXPECT_TRUE(refused_.empty());
}

// Whatever code it has. Else somebody could ask for ever without anybody learning of it.
TEST_F(HiddenCasesTest, EachRequestThatIsRefusedCounts) {
  size_t counted = 0;
  const auto counts = [&](const v1::AppendRequest& request) {
    (void)AppendAs("u-other", request);
    EXPECT_EQ(refused_.size(), ++counted) << request.ShortDebugString();
    refused_.resize(counted, "");
  };
  for (const char* name : {"ash", "none"}) {
    counts(In(name, {NoteWritten(kTonight, "a note")}));
    counts(Checked(In(name, {NoteWritten(kTonight, "a note")})));
    counts(In(name, {NoteWritten(kTonight, "a note"), NoteWritten("2025-02-30", "a note")}));
    counts(In(name, {Emergency("u-other", "2025-02-10")}));
    counts(Checked(In(name, {Emergency("u-other")})));
  }
  counts(In("ash", {CaseOpened(kTonight)}));
  counts(Checked(In("ash", {CaseOpened(kTonight)})));
  v1::AppendRequest two = In("own", {NoteWritten(kTonight, "a note")});
  AddTo(two, "ash", {NoteWritten(kTonight, "a note")});
  counts(two);
  EXPECT_THAT(refused_, ::testing::Each("u-other"));

  const v1::AppendRequest done = In("own", {NoteWritten(kTonight, "a note")});
  EXPECT_THAT(AppendAs("u-other", done), IsOk());
  EXPECT_THAT(AppendAs("u-other", done), IsOk());
  EXPECT_FALSE(AppendAs("u-other", In("own", {AccessEnded(kTonight, "no grant")})).ok());
  EXPECT_THAT(AppendAs("u-other", Checked(In("new", {CaseOpened(kTonight)}))), IsOk());
  EXPECT_EQ(refused_.size(), counted + 1) << "the end of a grant, which a caseworker may not record";
}

}  // namespace
}  // namespace casejournal::services
