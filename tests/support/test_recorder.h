// A recorder over a real log in its own directory, which several threads may use. For tests only.
#ifndef CASEJOURNAL_TESTS_SUPPORT_TEST_RECORDER_H_
#define CASEJOURNAL_TESTS_SUPPORT_TEST_RECORDER_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/journal/journal.h"
#include "services/recorder/recorder.h"
#include "tests/support/case_builder.h"
#include "tests/support/test_log.h"

namespace casejournal::services {

class TestRecorder : public ::testing::Test {
 protected:
  static constexpr char kToday[] = "2025-01-10";

  // Make everything that a recorder needs. It is always nine in the morning of kToday.
  void SetUp() override {
    JournalOptions options;
    options.log.directory = directory_.path();
    options.log.disk_reserve_bytes = 0;
    options.log.now_us = [now = absl::ToUnixMicros(casejournal::testing::Local(absl::StrCat(kToday, " 09:00")))] {
      return now;
    };
    options.log.steady_us = options.log.now_us;
    ASSERT_TRUE(
        Journal::Create(options.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}).ok());
    absl::StatusOr<std::unique_ptr<Journal>> journal = Journal::Open(options);
    ASSERT_TRUE(journal.ok()) << journal.status();
    journal_ = *std::move(journal);
    cases_ = std::make_unique<CaseCache>(log(), case_memory_);
    recorder_ = std::make_unique<Recorder>(
        journal_->log(), *cases_,
        RecorderOptions{.zone = journal_->zone(), .now_us = [this] { return journal_->NowUs(); }, .limits = limits_});
  }

  eventstore::EventLog& log() const { return journal_->log(); }
  Recorder& recorder() const { return *recorder_; }

  static Caller Dana() {
    Caller caller;
    caller.actor.set_name("Dana Reed");
    return caller;
  }

  // Record `request` and wait for its answer.
  absl::StatusOr<v1::AppendResponse> Record(const v1::AppendRequest& request, Patience patience = {}) {
    absl::StatusOr<v1::AppendResponse> answer;
    absl::Notification answered;
    recorder_->Record(
        Dana(), std::make_shared<const v1::AppendRequest>(request),
        [&](absl::StatusOr<v1::AppendResponse> outcome) {
          answer = std::move(outcome);
          answered.Notify();
        },
        std::move(patience));
    answered.WaitForNotification();
    return answer;
  }

  void OpenCases(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      v1::AppendRequest request;
      request.set_request_id(casejournal::testing::Id(absl::StrCat("opening of ", name)));
      v1::CaseAppend& part = *request.add_cases();
      part.set_case_id(casejournal::testing::Id(name));
      part.mutable_expected()->set_no_case(true);
      *part.add_events() = casejournal::testing::CaseOpened(kToday);
      const absl::StatusOr<v1::AppendResponse> opened = Record(request);
      ASSERT_TRUE(opened.ok()) << opened.status();
    }
  }

  // One note in each of `cases`, at any revision. The request has the id Id(`name`).
  static v1::AppendRequest NoteIn(const std::vector<std::string>& cases, absl::string_view name) {
    v1::AppendRequest request;
    request.set_request_id(casejournal::testing::Id(name));
    for (const std::string& one : cases) {
      v1::CaseAppend& part = *request.add_cases();
      part.set_case_id(casejournal::testing::Id(one));
      part.mutable_expected()->set_any(true);
      *part.add_events() = casejournal::testing::NoteWritten(kToday, name);
    }
    return request;
  }

  // The ids of the requests in the stream of a case, one for each revision, without the one that opened it.
  std::vector<std::string> RequestsIn(absl::string_view name) const {
    std::vector<std::string> ids;
    const auto stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(casejournal::testing::Id(name)));
    const absl::StatusOr<std::vector<eventstore::RecordedEntry>> entries =
        log().ReadStream(stream, 1, {.events_max = 100'000, .bytes_max = size_t{1} << 30});
    EXPECT_TRUE(entries.ok()) << entries.status();
    if (!entries.ok()) return ids;
    for (const eventstore::RecordedEntry& entry : *entries) {
      EXPECT_EQ(entry.header.revision, 1 + ids.size()) << name;
      ids.push_back(entry.header.request_id.ToString());
    }
    return ids;
  }

  // A fixture may set them before SetUp.
  size_t case_memory_ = size_t{1} << 24;
  RecorderLimits limits_;

  eventstore::TestDirectory directory_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<CaseCache> cases_;
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_SUPPORT_TEST_RECORDER_H_
