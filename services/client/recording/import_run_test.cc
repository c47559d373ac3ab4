#include "services/client/recording/import_run.h"

#include <gmock/gmock.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/fake_cases.h"

namespace casejournal::services {
namespace {

using casejournal::testing::FakeCases;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Answers = std::vector<v1::AppendStreamResponse>;

class ImportRunTest : public ::testing::Test {
 protected:
  // A line with a request for one case.
  static std::string Line(const std::string& request_id, const std::string& case_id, int events = 1) {
    std::string list;
    for (int i = 0; i < events; ++i) absl::StrAppend(&list, i == 0 ? "" : ",", "{\"caseNoteWritten\":{}}");
    return absl::StrCat("{\"requestId\":\"", request_id, "\",\"cases\":[{\"caseId\":\"", case_id, "\",\"events\":[",
                        list, "]}]}\n");
  }

  ImportStop Import(const std::string& text, size_t from_line = 1, size_t window = 4) {
    std::istringstream file(text);
    ProgressBar bar(0);
    ImportRun run(*journal_.client, "plans.jsonl", {.window = window, .keep_going = keep_going_}, &counts_, &bar);
    const ImportStop stop = run.Import(file, from_line);
    return stop;
  }

  // The ids of the requests that reached the server, in the order of their arrival.
  std::vector<std::string> Sent() const {
    std::vector<std::string> ids;
    for (const v1::AppendRequest& request : journal_.cases.appended) ids.push_back(request.request_id());
    return ids;
  }

  casejournal::testing::FakeJournal journal_;
  ImportCounts counts_;
  bool keep_going_ = false;
};

TEST_F(ImportRunTest, EachLineIsRecordedAndCounted) {
  uint64_t position = 10;
  journal_.cases.answer = [&](const v1::AppendRequest& request) {
    const uint64_t first = position;
    position += static_cast<uint64_t>(request.cases(0).events_size());
    return Answers{FakeCases::RecordedAt(request, first)};
  };
  const std::string text = Line("r1", "a", 2) + Line("r2", "b") + Line("r3", "a", 3);
  const ImportStop stop = Import(text);
  EXPECT_EQ(stop.exit, ExitStatus::kOk) << stop.why;
  EXPECT_EQ(counts_.requests, 3U);
  EXPECT_EQ(counts_.events, 6U);
  EXPECT_EQ(counts_.repeated, 0U);
  EXPECT_EQ(counts_.bytes, text.size());
  EXPECT_EQ(counts_.last_position, 15U);
}

TEST_F(ImportRunTest, FileWithoutLinesIsRecorded) {
  EXPECT_EQ(Import("").exit, ExitStatus::kOk);
  EXPECT_EQ(Import("\n  \n\r\n").exit, ExitStatus::kOk);
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_EQ(counts_.requests, 0U);
}

TEST_F(ImportRunTest, EmptyLinesAByteOrderMarkAndAMissingNewlineAreNoFault) {
  std::string text = "\xEF\xBB\xBF" + Line("r1", "a") + "\n" + Line("r2", "b");
  text.pop_back();
  EXPECT_EQ(Import(text).exit, ExitStatus::kOk);
  EXPECT_THAT(Sent(), ElementsAre("r1", "r2"));
}

// In the order of a case nothing may be skipped; other cases need not wait.
TEST_F(ImportRunTest, LinesOfOneCaseAreSentOneAfterAnother) {
  std::vector<std::string> answered;
  journal_.cases.answer = [&](const v1::AppendRequest& request) {
    answered.push_back(request.request_id());
    return Answers{FakeCases::RecordedAt(request, 1)};
  };
  std::string text;
  std::vector<std::string> expected;
  for (int i = 0; i < 20; ++i) {
    expected.push_back(absl::StrCat("r", i));
    text += Line(expected.back(), "a");
  }
  EXPECT_EQ(Import(text).exit, ExitStatus::kOk);
  EXPECT_EQ(answered, expected);
}

// The server answers only when it has both.
TEST_F(ImportRunTest, LinesOfDifferentCasesAreInFlightTogether) {
  Answers held;
  journal_.cases.answer = [&](const v1::AppendRequest& request) {
    held.insert(held.begin(), FakeCases::RecordedAt(request, 1));
    return held.size() == 2 ? std::exchange(held, {}) : Answers();
  };
  EXPECT_EQ(Import(Line("r1", "a") + Line("r2", "b") + Line("r3", "a") + Line("r4", "b"), 1, 2).exit, ExitStatus::kOk);
  EXPECT_EQ(counts_.requests, 4U);
}

TEST_F(ImportRunTest, EarlierLinesAreSkipped) {
  EXPECT_EQ(Import("not JSON\n" + Line("r2", "a") + Line("r3", "b"), 3).exit, ExitStatus::kOk);
  EXPECT_THAT(Sent(), ElementsAre("r3"));
}

TEST_F(ImportRunTest, MalformedLineStopsAfterTheLinesBeforeIt) {
  const ImportStop stop = Import(Line("r1", "a") + Line("r2", "b") + "{\"cases\": 5}\n" + Line("r4", "c"));
  EXPECT_EQ(stop.exit, ExitStatus::kMalformed);
  EXPECT_EQ(stop.line, 3U);
  EXPECT_THAT(stop.why, HasSubstr("plans.jsonl:3:11: "));
  EXPECT_EQ(counts_.requests, 2U);
  EXPECT_THAT(Sent(), ElementsAre("r1", "r2"));
}

// Without an id of its own, a line that is imported again would be recorded twice.
TEST_F(ImportRunTest, LineWithoutARequestIdIsMalformed) {
  const ImportStop stop = Import("{\"cases\": []}\n");
  EXPECT_EQ(stop.exit, ExitStatus::kMalformed);
  EXPECT_EQ(stop.line, 1U);
  EXPECT_THAT(stop.why, HasSubstr("requestId"));
}

TEST_F(ImportRunTest, RejectedLineStopsItsCase) {
  journal_.cases.answer = [](const v1::AppendRequest& request) {
    return Answers{request.request_id() == "r2"
                       ? FakeCases::Rejected(request, grpc::FAILED_PRECONDITION, "the case is closed")
                       : FakeCases::RecordedAt(request, 1)};
  };
  const ImportStop stop = Import(Line("r1", "a") + Line("r2", "a") + Line("r3", "a") + Line("r4", "a"));
  EXPECT_EQ(stop.exit, ExitStatus::kRefused);
  EXPECT_EQ(stop.line, 2U);
  EXPECT_THAT(stop.why, AllOf(HasSubstr("plans.jsonl:2: "), HasSubstr("the case is closed")));
  EXPECT_THAT(Sent(), ElementsAre("r1", "r2"));
  EXPECT_EQ(counts_.requests, 1U);
}

// Everything before the line that is reported is recorded, so that the import can be resumed there.
TEST_F(ImportRunTest, FirstOfSeveralFailedLinesIsReported) {
  Answers held;
  journal_.cases.answer = [&](const v1::AppendRequest& request) {
    held.insert(held.begin(), FakeCases::Rejected(request, grpc::ABORTED, "conflict in " + request.request_id()));
    return held.size() == 3 ? std::exchange(held, {}) : Answers();
  };
  const ImportStop stop = Import(Line("r1", "a") + Line("r2", "b") + Line("r3", "c"));
  EXPECT_EQ(stop.exit, ExitStatus::kConflict);
  EXPECT_EQ(stop.line, 1U);
  EXPECT_THAT(stop.why, HasSubstr("conflict in r1"));
}

TEST_F(ImportRunTest, LineThatWasRecordedBeforeIsARepeat) {
  journal_.cases.answer = [](const v1::AppendRequest& request) {
    v1::AppendStreamResponse response = FakeCases::RecordedAt(request, 7);
    response.mutable_appended()->set_repeated_answer(request.request_id() != "r3");
    return Answers{response};
  };
  EXPECT_EQ(Import(Line("r1", "a") + Line("r2", "b") + Line("r3", "c")).exit, ExitStatus::kOk);
  EXPECT_EQ(counts_.repeated, 2U);
  EXPECT_EQ(counts_.requests, 1U);
  EXPECT_EQ(counts_.events, 1U);
  EXPECT_EQ(counts_.last_position, 7U);
}

// Two lines with one request: the answers are told apart by nothing, and both count.
TEST_F(ImportRunTest, SameRequestTwiceIsAnsweredTwice) {
  EXPECT_EQ(Import(Line("r1", "a") + Line("r1", "a")).exit, ExitStatus::kOk);
  EXPECT_EQ(counts_.requests, 2U);
}

TEST_F(ImportRunTest, ServerThatEndsTheCallEarlyLeavesTheLinesOpen) {
  journal_.cases.requests_max = 2;
  const ImportStop stop = Import(Line("r1", "a") + Line("r2", "a") + Line("r3", "a"));
  EXPECT_EQ(stop.exit, ExitStatus::kUnavailable);
  EXPECT_EQ(stop.line, 3U);
  EXPECT_EQ(counts_.requests, 2U);
}

TEST_F(ImportRunTest, FailedCallIsReportedWithTheFirstOpenLine) {
  journal_.cases.requests_max = 1;
  journal_.cases.end = grpc::Status(grpc::PERMISSION_DENIED, "not for you");
  const ImportStop stop = Import(Line("r1", "a") + Line("r2", "a"));
  EXPECT_EQ(stop.exit, ExitStatus::kNotPermitted);
  EXPECT_EQ(stop.line, 2U);
  EXPECT_THAT(stop.why, HasSubstr("not for you"));
}

TEST_F(ImportRunTest, ServerThatIsGoneRecordsNothing) {
  journal_.Stop();
  const ImportStop stop = Import(Line("r1", "a"));
  EXPECT_EQ(stop.exit, ExitStatus::kUnavailable);
  EXPECT_EQ(stop.line, 1U);
  EXPECT_THAT(stop.why, HasSubstr(journal_.client->server()));
  EXPECT_EQ(counts_.requests, 0U);
}

// An answer to nothing that was asked is not counted.
TEST_F(ImportRunTest, AnswerToAnotherRequestIsIgnored) {
  journal_.cases.answer = [](const v1::AppendRequest& request) {
    v1::AppendRequest other = request;
    other.set_request_id("another");
    return Answers{FakeCases::RecordedAt(other, 1), FakeCases::RecordedAt(request, 2)};
  };
  EXPECT_EQ(Import(Line("r1", "a")).exit, ExitStatus::kOk);
  EXPECT_EQ(counts_.requests, 1U);
}

TEST_F(ImportRunTest, FileOfManyLinesIsReadAheadOnlyAsFarAsNeeded) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += Line(absl::StrCat("r", i), absl::StrCat("case-", i % 7));
  EXPECT_EQ(Import(text, 1, 64).exit, ExitStatus::kOk);
  EXPECT_EQ(counts_.requests, 3000U);
  EXPECT_EQ(counts_.bytes, text.size());
}

// Who suffers: an agency that finds one fault a night in a file of ten years.
TEST_F(ImportRunTest, WhatIsRejectedStopsItsCasesOnlyIfOneKeepsGoing) {
  keep_going_ = true;
  uint64_t position = 10;
  journal_.cases.answer = [&](const v1::AppendRequest& request) {
    if (request.request_id() == "r2")
      return Answers{FakeCases::Rejected(request, grpc::FAILED_PRECONDITION, "the case is closed")};
    return Answers{FakeCases::RecordedAt(request, position++)};
  };
  const std::string two_cases =
      R"({"requestId":"r6","cases":[{"caseId":"b","events":[{"caseNoteWritten":{}}]},{"caseId":"c","events":[]}]})"
      "\n";
  const ImportStop stop = Import(Line("r1", "a") + Line("r2", "b") + "no request\n" + Line("r4", "b") +
                                 Line("r5", "a") + two_cases + Line("r7", "c") + Line("r8", "d"));

  EXPECT_THAT(Sent(), ::testing::UnorderedElementsAre("r1", "r2", "r5", "r8"));
  EXPECT_EQ(stop.line, 2U);
  ASSERT_EQ(stop.rejections.size(), 2U);
  EXPECT_EQ(stop.rejections[0].line, 2U);
  EXPECT_EQ(stop.rejections[1].line, 3U);
  EXPECT_EQ(stop.rejections[1].exit, ExitStatus::kMalformed);
  EXPECT_EQ(counts_.not_sent, 3U) << "r4, and r6 and r7, whose case c is in one request with b";
  EXPECT_EQ(counts_.requests, 3U);
}

TEST_F(ImportRunTest, CasesThatWereRejectedInOneFileAreLeftOutOfTheNext) {
  keep_going_ = true;
  counts_.rejected_cases.insert("b");
  journal_.cases.answer = [&](const v1::AppendRequest& request) { return Answers{FakeCases::RecordedAt(request, 10)}; };

  EXPECT_EQ(Import(Line("r1", "a") + Line("r2", "b")).exit, ExitStatus::kOk);

  EXPECT_THAT(Sent(), ElementsAre("r1"));
  EXPECT_EQ(counts_.not_sent, 1U);
}

}  // namespace
}  // namespace casejournal::services
