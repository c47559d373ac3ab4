// One AppendStream call: sends requests and receives answers independently.
#ifndef CASEJOURNAL_SERVICES_CLIENT_RECORDING_APPEND_CALL_H_
#define CASEJOURNAL_SERVICES_CLIENT_RECORDING_APPEND_CALL_H_

#include <deque>
#include <memory>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/client/journal_client.h"

namespace casejournal::services {

// Use it from one thread. A second, internal thread reads the answers, so that sending and receiving do not wait for
// each other.
class AppendCall {
 public:
  explicit AppendCall(JournalClient& client);
  ~AppendCall();
  AppendCall(const AppendCall&) = delete;
  AppendCall& operator=(const AppendCall&) = delete;

  // Send `request`. Return false after the call has ended.
  bool Send(const v1::AppendRequest& request);

  // Wait for the next answer and return it; nullopt after the call has ended.
  std::optional<v1::AppendStreamResponse> NextAnswer();

  // End the call and return its status. Drops answers that were not taken. Call it once, and nothing after it.
  grpc::Status Finish();

 private:
  void ReadAnswers();

  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::AppendStreamRequest, v1::AppendStreamResponse>> stream_;
  absl::Mutex mutex_;
  std::deque<v1::AppendStreamResponse> answers_ ABSL_GUARDED_BY(mutex_);
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread reader_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDING_APPEND_CALL_H_
