// Exhibits of a running server: what an attacker without the journal's key makes of one is rejected.
#include "services/exhibit/exhibit.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/court_service.grpc.pb.h"
#include "projections/events/event_codec.h"
#include "services/server/server.h"
#include "services/verify/check_exhibit.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using event::v1::CaseEvent;
using ::testing::HasSubstr;

class ExhibitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ServerOptions options;
    options.journal.log.directory = directory_.path();
    options.journal.log.disk_reserve_bytes = 0;
    ASSERT_THAT(
        Journal::Create(options.journal.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
        IsOk());
    options.listen = "127.0.0.1:0";
    options.insecure_dev = true;
    options.development_actor.set_issuer("wren.example");
    options.development_actor.set_subject("u-1");
    options.development_actor.set_name("Dana Reed");
    options.journal.program = "casejournal test";
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(std::move(options));
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(
        server_->address().substr(0, server_->address().rfind(':')) + absl::StrCat(":", server_->port()),
        grpc::InsecureChannelCredentials());
    cases_ = v1::CaseService::NewStub(channel_);
    court_ = v1::CourtService::NewStub(channel_);
    Record(-1, {casejournal::testing::CaseOpened("2025-01-10"), casejournal::testing::ChildJoined("2025-01-10", "Ana"),
                casejournal::testing::GoalEstablished("2025-01-10", "goal", "Ana is safe at home")});
    Record(2, {casejournal::testing::ObjectiveAdded("2025-01-12", "objective", "goal",
                                                    "<script>alert(1)</script> every week")});
    Record(3, {casejournal::testing::NoteWritten("2025-01-13", "visited")});
  }

  void Record(int last, const std::vector<CaseEvent>& events) {
    v1::AppendRequest request;
    request.set_request_id(eventstore::Uuid::Random().ToString());
    v1::CaseAppend& part = *request.add_cases();
    part.set_case_id(Id("Ana's case"));
    last < 0 ? part.mutable_expected()->set_no_case(true)
             : part.mutable_expected()->set_exactly(static_cast<uint64_t>(last));
    for (CaseEvent event : events) {
      event.set_late_reason("in a test");
      *part.add_events() = std::move(event);
    }
    grpc::ClientContext context;
    v1::AppendResponse response;
    const grpc::Status status = cases_->Append(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  grpc::Status Get(const v1::GetExhibitRequest& request, std::string* file) {
    grpc::ClientContext context;
    const auto reader = court_->GetExhibit(&context, request);
    v1::GetExhibitResponse response;
    while (reader->Read(&response)) file->append(response.chunk());
    return reader->Finish();
  }

  static v1::GetExhibitRequest Whole() {
    v1::GetExhibitRequest request;
    request.set_case_id(Id("Ana's case"));
    request.set_recipient("the court");
    request.set_purpose("hearing");
    return request;
  }

  std::string WholeExhibit() {
    std::string file;
    const grpc::Status status = Get(Whole(), &file);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return file;
  }

  absl::StatusOr<ExhibitReport> Check(absl::string_view file) {
    return CheckExhibit(file,
                        {.key = *eventstore::NoteVerifier::FromVerifierKey(server_->journal().log().verifier_key()),
                         .policy = {},
                         .time_stamp_ca = {}});
  }

  // A forgery by a program that writes exhibits, without the key: pages and manifest match the rest.
  void ExpectRefused(Exhibit exhibit, const std::string& what) {
    const absl::StatusOr<std::string> file = WriteExhibit(exhibit);
    if (!file.ok()) return;
    EXPECT_EQ(Check(*file).status().code(), absl::StatusCode::kDataLoss) << what;
  }

  eventstore::TestDirectory directory_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<v1::CourtService::Stub> court_;
};

TEST_F(ExhibitTest, OfAWholeCaseIsCheckedWithNothingButTheKey) {
  const std::string file = WholeExhibit();
  const absl::StatusOr<ExhibitReport> report = Check(file);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->view.case_id, Id("Ana's case"));
  EXPECT_EQ(report->view.events.size(), 5);
  EXPECT_TRUE(report->view.plan.has_value());
  EXPECT_EQ(report->fold, projections::FoldComparison::kSame);
  EXPECT_EQ(report->view.disclosure().recipient(), "the court");
  EXPECT_EQ(report->view.disclosure_entry.admission().actor().subject(), "u-1");
  EXPECT_EQ(report->view.disclosure_entry.admission().authentication().method(),
            event::v1::AUTHENTICATION_METHOD_DEVELOPMENT);
  EXPECT_EQ(*WriteExhibit(*ReadExhibit(*ReadZip(file))), file) << "the same input gives the same bytes";
}

TEST_F(ExhibitTest, NothingOfTheRecordRunsInItsPage) {
  const ZipFiles files = *ReadZip(WholeExhibit());
  EXPECT_THAT(files.at("exhibit.html"), HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(files.at("exhibit.html"), ::testing::Not(HasSubstr("<script")));
}

TEST_F(ExhibitTest, OfSomeEntriesSaysWhichWereLeftOut) {
  v1::GetExhibitRequest request = Whole();
  request.add_revisions()->set_last(1);
  event::v1::RevisionRange& range = *request.add_revisions();
  range.set_first(3);
  range.set_last(3);
  std::string file;
  ASSERT_TRUE(Get(request, &file).ok());
  const absl::StatusOr<ExhibitReport> report = Check(file);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(RangesText(report->view.disclosure().revisions()), "0 to 1, 3");
  EXPECT_EQ(RangesText(LeftOut(report->view.disclosure().revisions(), report->view.disclosure().head_revision())),
            "2, 4");
  EXPECT_FALSE(report->view.plan.has_value());
}

TEST_F(ExhibitTest, AsOfAnEarlierRevisionShowsThePlanOfThen) {
  v1::GetExhibitRequest request = Whole();
  request.mutable_as_of()->set_revision(2);
  std::string file;
  ASSERT_TRUE(Get(request, &file).ok());
  const absl::StatusOr<ExhibitReport> report = Check(file);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->view.plan->goals_size(), 1);
  EXPECT_EQ(report->view.plan->objectives_size(), 0);
  EXPECT_EQ(ReadExhibit(*ReadZip(file))->chain.size(), 5) << "the chain goes to the end of the case's record";
}

TEST_F(ExhibitTest, ARepeatedRequestDisclosesOnce) {
  v1::GetExhibitRequest request = Whole();
  request.set_request_id(eventstore::Uuid::Random().ToString());
  std::string first;
  std::string second;
  ASSERT_TRUE(Get(request, &first).ok());
  const uint64_t size = server_->journal().log().size();
  ASSERT_TRUE(Get(request, &second).ok());
  EXPECT_EQ(server_->journal().log().size(), size);
  EXPECT_THAT(Check(second), IsOk());
  request.set_purpose("another");
  EXPECT_EQ(Get(request, &second).error_code(), grpc::ALREADY_EXISTS);
}

TEST_F(ExhibitTest, BadQuestionsDiscloseNothing) {
  const uint64_t size = server_->journal().log().size();
  const auto refused = [&](const std::function<void(v1::GetExhibitRequest&)>& change, grpc::StatusCode code) {
    v1::GetExhibitRequest request = Whole();
    change(request);
    std::string file;
    const grpc::Status status = Get(request, &file);
    EXPECT_EQ(status.error_code(), code) << status.error_message();
  };
  refused([](auto& r) { r.add_revisions()->set_last(5); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.add_revisions()->set_first(1); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.add_revisions(), r.add_revisions(); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.add_revisions()->set_last(~uint64_t{0}); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.set_case_id("x"); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.set_case_id(Id("nobody")); }, grpc::NOT_FOUND);
  refused([](auto& r) { r.set_purpose(std::string(1001, 'x')); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.mutable_as_of()->set_basis(v1::BASIS_CLAIMED); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.mutable_as_of()->set_revision(99); }, grpc::FAILED_PRECONDITION);
  refused([](auto& r) { r.set_recipient("Eve \u202e"); }, grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.set_authority("order\x1b[31m"); }, grpc::INVALID_ARGUMENT);
  // Recorded unchanged, these would stop every reader of the journal forever.
  refused(
      [](auto& r) {
        r.add_revisions()->GetReflection()->MutableUnknownFields(r.mutable_revisions(0))->AddVarint(77, 1);
      },
      grpc::INVALID_ARGUMENT);
  refused([](auto& r) { r.GetReflection()->MutableUnknownFields(&r)->AddVarint(77, 1); }, grpc::INVALID_ARGUMENT);
  EXPECT_EQ(server_->journal().log().size(), size);
}

TEST_F(ExhibitTest, NoFlippedByteIsAccepted) {
  const std::string file = WholeExhibit();
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int i = 0; i < 3000; ++i) {
    std::string flipped = file;
    const size_t at = random() % flipped.size();
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
    // A date or an attribute of the archive says nothing about the files in it: it counts as packed again.
    const absl::StatusOr<ExhibitReport> report = Check(flipped);
    // A file without the mark at its end is one that was cut off.
    EXPECT_TRUE(report.ok() ? report->packed_again
                            : absl::IsDataLoss(report.status()) || absl::IsOutOfRange(report.status()))
        << "byte " << at << " of " << flipped.size() << ": " << report.status();
  }
}

// Every part changed, dropped, doubled, or swapped, with a consistent file around it.
TEST_F(ExhibitTest, NoChangedPartIsAcceptedHoweverTheRestIsMadeToFit) {
  const Exhibit good = *ReadExhibit(*ReadZip(WholeExhibit()));
  const auto refuse = [&](const std::string& what, const std::function<void(Exhibit&)>& change) {
    Exhibit changed = good;
    change(changed);
    ExpectRefused(std::move(changed), what);
  };
  for (size_t i = 0; i < good.events.size(); ++i) {
    const std::string which = absl::StrCat("entry ", i, ": ");
    refuse(which + "dropped", [&](Exhibit& e) { e.events.erase(e.events.begin() + static_cast<long>(i)); });
    refuse(which + "another position", [&](Exhibit& e) { ++e.events[i].entry.position; });
    refuse(which + "another label", [&](Exhibit& e) { e.events[i].entry.parts[0].label ^= 1; });
    refuse(which + "another salt", [&](Exhibit& e) { e.events[i].entry.parts[0].salt[5] ^= 1; });
    refuse(which + "a second part", [&](Exhibit& e) { e.events[i].entry.parts.push_back(e.events[i].entry.parts[0]); });
    refuse(which + "other words", [&](Exhibit& e) {
      event::v1::StoredEvent stored;
      stored.ParseFromString(e.events[i].entry.payload());
      stored.mutable_case_event()->set_effective_on("2025-01-09");
      e.events[i].entry.parts[0].plaintext = projections::EncodeStoredEvent(stored);
    });
    refuse(which + "another recorded time", [&](Exhibit& e) {
      ++e.events[i].entry.header.recorded_at_us;
      e.events[i].entry.header_bytes = e.chain[i].header = eventstore::EncodeHeader(e.events[i].entry.header);
    });
    if (!good.events[i].proof.empty()) {
      refuse(which + "a hash of the proof dropped", [&](Exhibit& e) { e.events[i].proof.pop_back(); });
      refuse(which + "a hash of the proof changed", [&](Exhibit& e) { e.events[i].proof[0][7] ^= 1; });
      refuse(which + "a hash of the proof doubled",
             [&](Exhibit& e) { e.events[i].proof.push_back(e.events[i].proof[0]); });
    }
    refuse(which + "the proof of another",
           [&](Exhibit& e) { e.events[i].proof = good.events[(i + 1) % good.events.size()].proof; });
    refuse(which + "the content of another",
           [&](Exhibit& e) { e.events[i].entry.parts = good.events[(i + 1) % good.events.size()].entry.parts; });
    refuse(absl::StrCat("line ", i, " dropped"),
           [&](Exhibit& e) { e.chain.erase(e.chain.begin() + static_cast<long>(i)); });
    refuse(absl::StrCat("header ", i, " changed"), [&](Exhibit& e) { e.chain[i].header[30] ^= 1; });
    refuse(absl::StrCat("position ", i, " changed"), [&](Exhibit& e) { ++e.chain[i].position; });
    refuse(absl::StrCat("header ", i, " left out"),
           [&](Exhibit& e) { e.chain[i].header.clear(), e.chain[i].proof = e.events[i].proof; });
    refuse(absl::StrCat("header ", i, " swapped"),
           [&](Exhibit& e) { std::swap(e.chain[i], e.chain[(i + 1) % e.chain.size()]); });
  }
  refuse("a line more", [](Exhibit& e) { e.chain.push_back(e.chain.back()); });
  refuse("the last entry and its header dropped", [](Exhibit& e) { e.events.pop_back(), e.chain.pop_back(); });
  refuse("the disclosure is an entry of the case", [](Exhibit& e) { e.disclosure = e.events.back(); });
  refuse("no schema", [](Exhibit& e) { e.journal.pop_back(); });
  refuse("no opening", [](Exhibit& e) { e.journal.erase(e.journal.begin()); });
  refuse("a time stamp that is none", [](Exhibit& e) { e.time_stamp = "stamped"; });
  for (size_t at = 0; at < good.checkpoint.size(); at += 3) {
    refuse(absl::StrCat("byte ", at, " of the checkpoint"),
           [&](Exhibit& e) { e.checkpoint[at] = static_cast<char>(e.checkpoint[at] ^ 1); });
  }
  const auto redisclose = [&](const std::string& what, const std::function<void(event::v1::DisclosureMade&)>& change) {
    refuse("the disclosure says another " + what, [&](Exhibit& e) {
      event::v1::StoredEvent stored;
      stored.ParseFromString(e.disclosure.entry.payload());
      change(*stored.mutable_access_event()->mutable_disclosure_made());
      e.disclosure.entry.parts[0].plaintext = projections::EncodeStoredEvent(stored);
    });
  };
  redisclose("recipient", [](auto& made) { made.set_recipient("nobody"); });
  redisclose("notice", [](auto& made) { made.set_notice("public"); });
  redisclose("head", [](auto& made) { made.set_head_revision(3); });
  redisclose("plan", [](auto& made) { made.mutable_plan()->set_plan_digest(std::string(32, 'x')); });
  redisclose("range without end", [](auto& made) { made.mutable_revisions(0)->set_last(~uint64_t{0}); });
  redisclose("range that begins behind its end",
             [](auto& made) { made.mutable_revisions(0)->set_first(~uint64_t{0}); });
}

TEST_F(ExhibitTest, OfAnotherJournalOrAnotherCaseIsNotTaken) {
  const std::string file = WholeExhibit();
  const auto other = eventstore::NoteSigner::Generate("wren.example/juvenile");
  const auto checked = CheckExhibit(
      file,
      {.key = *eventstore::NoteVerifier::FromVerifierKey(other->verifier_key()), .policy = {}, .time_stamp_ca = {}});
  EXPECT_THAT(checked, StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checkpoint")));
}

}  // namespace
}  // namespace casejournal::services
