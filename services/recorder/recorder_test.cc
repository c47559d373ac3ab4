#include "services/recorder/recorder.h"

#include <gmock/gmock.h>

#include <thread>
#include <tuple>

#include "absl/synchronization/notification.h"
#include "projections/events/event_codec.h"
#include "projections/read_models/read_forward.h"
#include "projections/state/attestation.h"
#include "projections/state/fold_versions.h"
#include "projections/state/plan_fold.h"
#include "services/admission/shape/request_shape.h"
#include "services/cases/plan_salts.h"
#include "services/journal/journal.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::EqualsMessage;
using casejournal::testing::GoalEstablished;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::Local;
using casejournal::testing::NoteWritten;
using casejournal::testing::NumberGiven;
using casejournal::testing::ObjectiveAdded;
using casejournal::testing::Retracting;
using casejournal::testing::StatusIs;
using event::v1::CaseEvent;

constexpr char kDay[] = "2025-01-10";

// A recorder with a real log. Its clock is at nine in the morning of kDay.
class RecorderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    JournalOptions options;
    options.log.directory = directory_.path();
    options.log.disk_reserve_bytes = 0;
    options.log.now_us = [this] { return now_us_; };
    options.log.steady_us = options.log.now_us;
    ASSERT_THAT(Journal::Create(options.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
                IsOk());
    absl::StatusOr<std::unique_ptr<Journal>> journal = Journal::Open(options);
    ASSERT_THAT(journal, IsOk());
    journal_ = *std::move(journal);
    cases_ = std::make_unique<CaseCache>(journal_->log(), size_t{1} << 24);
    recorder_ = std::make_unique<Recorder>(
        journal_->log(), *cases_, RecorderOptions{.zone = journal_->zone(), .now_us = [this] { return now_us_; }});
  }

  absl::StatusOr<v1::AppendResponse> Record(const v1::AppendRequest& request) {
    now_us_ += 1'000'000;
    return RecordFrom(request);
  }

  // From any thread.
  absl::StatusOr<v1::AppendResponse> RecordFrom(const v1::AppendRequest& request) {
    absl::StatusOr<v1::AppendResponse> answer;
    absl::Notification answered;
    Caller caller;
    caller.actor.set_name("Dana Reed");
    recorder_->Record(std::move(caller), std::make_shared<const v1::AppendRequest>(request),
                      [&](absl::StatusOr<v1::AppendResponse> outcome) {
                        answer = std::move(outcome);
                        answered.Notify();
                      });
    answered.WaitForNotification();
    return answer;
  }

  static v1::AppendRequest Request(absl::string_view name) {
    v1::AppendRequest request;
    request.set_request_id(Id(name));
    return request;
  }
  static void Add(v1::AppendRequest& request, absl::string_view name, int last, const std::vector<CaseEvent>& events) {
    v1::CaseAppend& part = *request.add_cases();
    part.set_case_id(Id(name));
    if (last < 0) {
      part.mutable_expected()->set_no_case(true);
    } else {
      part.mutable_expected()->set_exactly(static_cast<uint64_t>(last));
    }
    for (const CaseEvent& event : events) *part.add_events() = event;
  }
  absl::StatusOr<v1::AppendResponse> Append(absl::string_view name, int last, const std::vector<CaseEvent>& events) {
    v1::AppendRequest request = Request(absl::StrCat(name, " after ", last));
    Add(request, name, last, events);
    return Record(request);
  }

  // The cached record equals the record that a new process would fold.
  void ExpectHeldIsWhatTheLogSays(absl::string_view name) {
    const eventstore::Uuid id = *eventstore::Uuid::Parse(Id(name));
    const auto held = cases_->Load(id);
    ASSERT_THAT(held, IsOk());
    const auto folded =
        projections::ReadForward(journal_->log(), id, projections::CaseRecord(Id(name)), *(*held)->head.last_revision);
    ASSERT_THAT(folded, IsOk());
    ASSERT_EQ((*held)->record.entries().size(), folded->entries().size());
    for (eventstore::Revision revision = 0; revision < folded->entries().size(); ++revision) {
      const projections::Entry& a = (*held)->record.entries()[revision];
      const projections::Entry& b = folded->entries()[revision];
      EXPECT_EQ(std::tie(a.revision, a.position, a.recorded_at_us, a.index_in_request, a.stored_bytes),
                std::tie(b.revision, b.position, b.recorded_at_us, b.index_in_request, b.stored_bytes));
      EXPECT_THAT(*a.stored, EqualsMessage(*b.stored));
      EXPECT_EQ((*held)->record.Undone(revision), folded->Undone(revision));
    }
    EXPECT_THAT((*held)->record.plan(), EqualsMessage(folded->plan()));
    EXPECT_EQ((*held)->record.last_day(), folded->last_day());
    EXPECT_EQ((*held)->record.MemoryBytes(), folded->MemoryBytes());
  }

  eventstore::TestDirectory directory_;
  int64_t now_us_ = absl::ToUnixMicros(Local("2025-01-10 09:00"));
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<CaseCache> cases_;
  std::unique_ptr<Recorder> recorder_;
};

// An answer must not depend on whether the server was restarted in the meantime.
TEST_F(RecorderTest, HoldsInMemoryWhatTheLogSays) {
  ASSERT_THAT(Append("Ana", -1, {CaseOpened(kDay), ChildJoined(kDay, "child"), GoalEstablished(kDay, "goal", "safe")}),
              IsOk());
  v1::AppendRequest two = Request("two cases at once");
  Add(two, "Ben", -1, {CaseOpened(kDay), NoteWritten(kDay, "moved in")});
  Add(two, "Ana", 2, {ObjectiveAdded(kDay, "objective", "goal", "every week"), NoteWritten(kDay, "agreed")});
  ASSERT_THAT(Record(two), IsOk());
  CaseEvent correction = Correcting(3, ObjectiveAdded(kDay, "objective", "goal", "every two weeks"));
  ASSERT_THAT(Append("Ana", 4, {correction}), IsOk());
  CaseEvent retraction = Retracting(5, "the first wording was right");
  retraction.set_effective_on(kDay);
  ASSERT_THAT(Append("Ana", 5, {retraction}), IsOk());

  ExpectHeldIsWhatTheLogSays("Ana");
  ExpectHeldIsWhatTheLogSays("Ben");
}

TEST_F(RecorderTest, AnswersARepeatAsItAnsweredFirst) {
  v1::AppendRequest request = Request("opening");
  Add(request, "Ana", -1, {CaseOpened(kDay), ChildJoined(kDay, "child")});
  const auto first = Record(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Append("Ana", 1, {NoteWritten(kDay, "later")}), IsOk());

  const auto again = Record(request);

  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->repeated_answer());
  EXPECT_EQ(again->first_position(), first->first_position());
  EXPECT_EQ(again->recorded_at().seconds(), first->recorded_at().seconds());
  EXPECT_EQ(journal_->log().size(), 2 + 3);
}

TEST_F(RecorderTest, RefusesTheSameRequestIdForOtherContent) {
  v1::AppendRequest request = Request("opening");
  Add(request, "Ana", -1, {CaseOpened(kDay)});
  ASSERT_THAT(Record(request), IsOk());
  *request.mutable_cases(0)->add_events() = NoteWritten(kDay, "one more");

  EXPECT_THAT(Record(request), StatusIs(absl::StatusCode::kAlreadyExists));
}

// A client that got UNAVAILABLE and reads the head again sends the same request with another expectation.
TEST_F(RecorderTest, AnswersARepeatWhateverItExpectsNow) {
  ASSERT_THAT(Append("Ana", -1, {CaseOpened(kDay), NoteWritten(kDay, "before")}), IsOk());
  v1::AppendRequest request = Request("the note");
  Add(request, "Ana", 1, {NoteWritten(kDay, "the note")});
  const auto first = Record(request);
  ASSERT_THAT(first, IsOk());
  const uint64_t size = journal_->log().size();
  std::vector<v1::ExpectedRevision> expectations(5);
  expectations[0].set_exactly(2);   // the current head
  expectations[1].set_exactly(77);  // no revision of the case
  expectations[2].set_any(true);
  expectations[3].set_unchanged_since(0);
  expectations[4].set_no_case(true);

  for (const v1::ExpectedRevision& expected : expectations) {
    *request.mutable_cases(0)->mutable_expected() = expected;
    const auto again = Record(request);
    ASSERT_THAT(again, IsOk()) << expected.ShortDebugString();
    EXPECT_TRUE(again->repeated_answer());
    EXPECT_EQ(again->first_position(), first->first_position());
    EXPECT_EQ(again->cases(0).first_revision(), 2);
  }
  EXPECT_EQ(journal_->log().size(), size);
}

// Whichever way either was sent, and for any cases.
TEST_F(RecorderTest, RefusesTheSameRequestIdWhateverEitherExpects) {
  ASSERT_THAT(Append("Ana", -1, {CaseOpened(kDay), NoteWritten(kDay, "before")}), IsOk());
  ASSERT_THAT(Append("Ben", -1, {CaseOpened(kDay)}), IsOk());
  v1::AppendRequest request = Request("the note");
  Add(request, "Ana", 1, {NoteWritten(kDay, "the note")});
  ASSERT_THAT(Record(request), IsOk());
  const uint64_t size = journal_->log().size();

  v1::AppendRequest another_case = Request("the note");
  Add(another_case, "Ben", 0, {NoteWritten(kDay, "the note")});
  v1::AppendRequest both = Request("the note");
  Add(both, "Ben", 0, {NoteWritten(kDay, "the note")});
  Add(both, "Ana", 2, {NoteWritten(kDay, "the note")});
  v1::AppendRequest other_words = Request("the note");
  Add(other_words, "Ana", 2, {NoteWritten(kDay, "another note")});
  other_words.mutable_cases(0)->mutable_expected()->set_any(true);

  for (const v1::AppendRequest& other : {another_case, both, other_words}) {
    EXPECT_THAT(Record(other), StatusIs(absl::StatusCode::kAlreadyExists)) << other.ShortDebugString();
  }
  EXPECT_EQ(journal_->log().size(), size);
}

// One client retries at once for two cases, or twice for one: one of them is recorded.
TEST_F(RecorderTest, RecordsOneOfTwoRequestsOfOneIdThatRace) {
  ASSERT_THAT(Append("Ana", -1, {CaseOpened(kDay)}), IsOk());
  ASSERT_THAT(Append("Ben", -1, {CaseOpened(kDay)}), IsOk());
  const uint64_t size = journal_->log().size();
  constexpr int kRaces = 40;
  std::vector<absl::StatusOr<v1::AppendResponse>> answers(2 * kRaces);
  const auto send = [&](int race, absl::string_view name) {
    v1::AppendRequest request = Request(absl::StrCat("race ", race));
    Add(request, name, 0, {NoteWritten(kDay, "once")});
    request.mutable_cases(0)->mutable_expected()->set_any(true);
    return RecordFrom(request);
  };
  std::thread ana([&] {
    for (int race = 0; race < kRaces; ++race) answers[2 * race] = send(race, "Ana");
  });
  std::thread ben([&] {
    for (int race = 0; race < kRaces; ++race) answers[2 * race + 1] = send(race, "Ben");
  });
  ana.join();
  ben.join();

  for (int race = 0; race < kRaces; ++race) {
    const auto& one = answers[2 * race];
    const auto& other = answers[2 * race + 1];
    EXPECT_NE(one.ok(), other.ok()) << one.status() << "; " << other.status();
    EXPECT_THAT((one.ok() ? other : one).status(), StatusIs(absl::StatusCode::kAlreadyExists));
  }
  EXPECT_EQ(journal_->log().size(), size + kRaces);
}

// A client that expects any revision never loses a race, even to those that expect an exact revision.
TEST_F(RecorderTest, AnyRevisionNeverLosesARace) {
  ASSERT_THAT(Append("Ana", -1, {CaseOpened(kDay)}), IsOk());
  constexpr int kWriters = 24;
  constexpr int kNotes = 12;
  std::vector<std::vector<absl::Status>> answers(kWriters);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int note = 0; note < kNotes; ++note) {
        v1::AppendRequest request = Request(absl::StrCat("writer ", writer, " note ", note));
        Add(request, "Ana", 0, {NoteWritten(kDay, "one of many")});
        if (writer > 0) request.mutable_cases(0)->mutable_expected()->set_any(true);
        answers[writer].push_back(RecordFrom(request).status());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();

  size_t exact = 0;
  for (const absl::Status& answer : answers[0]) {
    if (answer.ok()) ++exact;
    EXPECT_TRUE(answer.ok() || absl::IsAborted(answer)) << answer;
  }
  for (int writer = 1; writer < kWriters; ++writer) EXPECT_THAT(answers[writer], ::testing::Each(IsOk()));
  EXPECT_EQ((*cases_->Load(*eventstore::Uuid::Parse(Id("Ana"))))->record.entries().size(),
            1 + exact + (kWriters - 1) * kNotes);
}

// Two workers open the same plan. The second to save learns that it changed.
TEST_F(RecorderTest, TellsWhoExpectedAnotherRevision) {
  ASSERT_THAT(Append("Ana", -1, {CaseOpened(kDay), NoteWritten(kDay, "first")}), IsOk());

  EXPECT_THAT(Append("Ana", 0, {NoteWritten(kDay, "second")}), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(journal_->log().size(), 2 + 2);
}

TEST_F(RecorderTest, RecordsNothingOfARequestThatARuleRefuses) {
  v1::AppendRequest request = Request("one good, one not");
  Add(request, "Ana", -1, {CaseOpened(kDay), NoteWritten(kDay, "good")});
  Add(request, "Ben", -1, {NoteWritten(kDay, "a case that was never opened")});

  EXPECT_THAT(Record(request), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(journal_->log().size(), 2);
}

TEST_F(RecorderTest, ValidatesWithoutRecording) {
  v1::AppendRequest request = Request("only asked");
  Add(request, "Ana", -1, {CaseOpened(kDay)});
  request.set_validate_only(true);

  const auto answer = Record(request);

  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(answer->violations().empty());
  EXPECT_EQ(journal_->log().size(), 2);
}

// The version is drawn from the entries before the request, and journalized in it.
class AttestationTest : public RecorderTest {
 protected:
  void SetUp() override {
    RecorderTest::SetUp();
    ASSERT_THAT(Append("Ana", -1,
                       {CaseOpened(kDay), ChildJoined(kDay, "child"), NumberGiven(kDay, "JV-1", "child"),
                        GoalEstablished(kDay, "goal", "safe")}),
                IsOk());
  }

  static CaseEvent VersionOf(eventstore::Revision as_of) {
    CaseEvent event = casejournal::testing::On(kDay);
    event::v1::PlanVersionDrawnUp& version = *event.mutable_plan_version_drawn_up();
    version.set_plan_id(Id("plan"));
    version.set_kind(event::v1::PLAN_KIND_CASE);
    version.set_label("1.0");
    version.add_children_ids(Id("child"));
    version.set_as_of_revision(as_of);
    return event;
  }

  static CaseEvent JournalizedAs(const std::string& digest) {
    CaseEvent event = casejournal::testing::On(kDay);
    event.mutable_plan_journalized()->set_digest(digest);
    event.mutable_plan_journalized()->set_court_number("JV-1");
    event.mutable_plan_journalized()->set_entry_number("12");
    return event;
  }

  std::vector<event::v1::StoredEvent> AccessEvents() {
    std::vector<event::v1::StoredEvent> events;
    const auto entries =
        journal_->log().ReadStream(eventstore::StreamId::Access(*eventstore::Uuid::Parse(Id("Ana"))), 0, {});
    for (const eventstore::RecordedEntry& entry : *entries)
      events.push_back(*projections::DecodeStoredEvent(entry.payload()));
    return events;
  }
};

TEST_F(AttestationTest, GoesWithEachJournalizedPlanInTheSameRequest) {
  const auto drawn = Append("Ana", 3, {VersionOf(3)});
  ASSERT_THAT(drawn, IsOk());
  EXPECT_THAT(AccessEvents(), ::testing::IsEmpty());
  const uint64_t before = journal_->log().size();
  const auto journalized = Append("Ana", 4, {JournalizedAs(drawn->cases(0).plan_version_digests(0))});
  ASSERT_THAT(journalized, IsOk());
  EXPECT_EQ(journal_->log().size(), before + 2);

  ASSERT_EQ(AccessEvents().size(), 1);
  const event::v1::PlanAttested attested = AccessEvents().front().access_event().plan_attested();
  EXPECT_EQ(attested.version_digest(), drawn->cases(0).plan_version_digests(0));
  EXPECT_EQ(attested.drawn_up_revision(), 4);
  EXPECT_EQ(attested.journalized_revision(), 5);
  EXPECT_EQ(attested.plan().revision(), 3);
  EXPECT_EQ(attested.plan().position(), 5);
  const auto record = cases_->Load(*eventstore::Uuid::Parse(Id("Ana")));
  const auto seed = AttestationSeed(journal_->log(), (*record)->head, 3, std::nullopt);
  ASSERT_THAT(seed, IsOk());
  EXPECT_THAT(projections::AttestPlan("", *seed, (*record)->record, 3, std::nullopt), EqualsMessage(attested.plan()));
  ExpectHeldIsWhatTheLogSays("Ana");
}

TEST_F(AttestationTest, TheSeedIsOfTheCaseTheRevisionAndTheDay) {
  ASSERT_THAT(Append("Ben", -1, {CaseOpened(kDay)}), IsOk());
  const auto seed = [&](const char* of, eventstore::Revision last, const std::optional<std::string>& day) {
    const auto at = cases_->Load(*eventstore::Uuid::Parse(Id(of)));
    return *AttestationSeed(journal_->log(), (*at)->head, last, day);
  };
  EXPECT_EQ(seed("Ana", 3, std::nullopt), seed("Ana", 3, std::nullopt));
  EXPECT_NE(seed("Ana", 3, std::nullopt), seed("Ana", 2, std::nullopt));
  EXPECT_NE(seed("Ana", 3, std::nullopt), seed("Ana", 3, kDay));
  EXPECT_NE(seed("Ana", 3, std::nullopt), seed("Ben", 3, std::nullopt));
}

TEST_F(AttestationTest, NamesTheFoldByItsResultsAndNotByItsSourceText) {
  const auto built = casejournal::testing::CaseBuilder().Record("2025-05-02 09:00", {CaseOpened("2025-05-01")});
  const event::v1::PlanAttestation attested = projections::AttestPlan("", {}, built.record(), 0, std::nullopt);
  EXPECT_EQ(attested.fold_version(), projections::kFoldVersion);
  EXPECT_EQ(attested.fold_digest(), eventstore::AsBytes(projections::FoldDigest()));
}

TEST_F(AttestationTest, IsRecordedOnceForARepeatedRequest) {
  const auto drawn = Append("Ana", 3, {VersionOf(3)});
  ASSERT_THAT(drawn, IsOk());
  const CaseEvent event = JournalizedAs(drawn->cases(0).plan_version_digests(0));
  const auto first = Append("Ana", 4, {event});
  const auto again = Append("Ana", 4, {event});
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->repeated_answer());
  EXPECT_EQ(again->first_position(), first->first_position());
  EXPECT_EQ(AccessEvents().size(), 1);
}

TEST_F(AttestationTest, EachJournalEntryHasItsOwn) {
  const auto drawn = Append("Ana", 3, {VersionOf(3)});
  const std::string digest = drawn->cases(0).plan_version_digests(0);
  v1::AppendRequest both = Request("note and journal entry");
  Add(both, "Ana", 4, {NoteWritten(kDay, "the court sat"), JournalizedAs(digest), JournalizedAs(digest)});
  ASSERT_THAT(Record(both), IsOk());
  EXPECT_EQ(AccessEvents().size(), 2);
  EXPECT_EQ(AccessEvents().back().access_event().plan_attested().journalized_revision(), 7);
}

// Who suffers: a writer whose request is well formed and is refused by a limit of the log.
TEST_F(AttestationTest, TheLargestRequestHasRoomForAnAttestationOfEachOfItsEvents) {
  const auto drawn = Append("Ana", 3, {VersionOf(3)});
  ASSERT_THAT(drawn, IsOk());
  const CaseEvent event = JournalizedAs(drawn->cases(0).plan_version_digests(0));
  const uint64_t before = journal_->log().size();

  ASSERT_THAT(Append("Ana", 4, std::vector<CaseEvent>(kRequestEventsMax, event)), IsOk());

  EXPECT_EQ(journal_->log().size(), before + 2 * kRequestEventsMax);
}

}  // namespace
}  // namespace casejournal::services
