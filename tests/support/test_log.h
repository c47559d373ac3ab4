// A log in its own directory, with five words for tests. For tests only.
#ifndef CASEJOURNAL_TESTS_SUPPORT_TEST_LOG_H_
#define CASEJOURNAL_TESTS_SUPPORT_TEST_LOG_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "eventstore/event_log.h"
#include "eventstore/seal/random.h"

namespace casejournal::eventstore {

inline Uuid RandomUuid() {
  Uuid uuid;
  FillRandom(absl::MakeSpan(uuid.bytes));
  return uuid;
}

// A directory that is removed with the test.
class TestDirectory {
 public:
  TestDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "casejournal-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TestDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline absl::StatusOr<Appended> AppendAndWait(EventLog& log, LogAppend request) {
  absl::StatusOr<Appended> result;
  absl::Notification done;
  log.Append(std::move(request), [&](absl::StatusOr<Appended> appended) {
    result = std::move(appended);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

class TestLog : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(EventLog::Create(directory_.path(), "journal.test/wren").ok());
    Reopen();
  }

  void Reopen() {
    log_.reset();
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open(Options());
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
  }

  EventLogOptions Options() {
    EventLogOptions options{.directory = directory_.path()};
    options.disk_reserve_bytes = disk_reserve_bytes_;
    options.queue_bytes_max = queue_bytes_max_;
    options.clock_step_confirmed = clock_step_confirmed_;
    options.on_writes = on_writes_;
    if (now_us_ != 0) {
      options.now_us = [this] { return now_us_; };
      options.steady_us = [this] { return steady_us_; };
    }
    return options;
  }

  // Append after the current head.
  absl::StatusOr<Appended> Append(const StreamId& stream, const std::vector<std::string>& payloads) {
    absl::StatusOr<StreamHead> head = log_->Head(stream);
    if (!head.ok()) return head.status();
    return AppendBehind(*head, stream, payloads);
  }

  absl::StatusOr<Appended> AppendBehind(const StreamHead& head, const StreamId& stream,
                                        const std::vector<std::string>& payloads) {
    LogAppend request{.request_id = RandomUuid()};
    request.streams.push_back(Part(stream, head, payloads));
    return AppendAndWait(*log_, std::move(request));
  }

  static StreamAppend Part(const StreamId& stream, const StreamHead& head, const std::vector<std::string>& payloads) {
    StreamAppend part{.stream = stream, .head = head};
    for (const std::string& payload : payloads) part.events.push_back({.payload = payload});
    return part;
  }

  std::vector<std::string> PayloadsOf(const StreamId& stream) {
    std::vector<std::string> payloads;
    absl::StatusOr<std::vector<RecordedEntry>> entries =
        log_->ReadStream(stream, 0, {.events_max = 100000, .bytes_max = 1 << 30});
    EXPECT_TRUE(entries.ok()) << entries.status();
    if (entries.ok()) {
      for (const RecordedEntry& entry : *entries) payloads.push_back(entry.payload());
    }
    return payloads;
  }

  TestDirectory directory_;
  int64_t now_us_ = 0;  // set before Reopen to control the clocks
  int64_t steady_us_ = 0;
  uint64_t disk_reserve_bytes_ = 0;
  size_t queue_bytes_max_ = size_t{64} << 20;
  bool clock_step_confirmed_ = false;
  std::function<void(const absl::Status&)> on_writes_;
  std::unique_ptr<EventLog> log_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_TESTS_SUPPORT_TEST_LOG_H_
