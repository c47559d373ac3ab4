// One AppendStream call: requests go out, answers come in whenever they are ready.
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

// For one thread, beside which it keeps one of its own that reads, so that neither direction waits
// for the other.
class AppendCall {
 public:
  explicit AppendCall(JournalClient& client);
  ~AppendCall();
  AppendCall(const AppendCall&) = delete;
  AppendCall& operator=(const AppendCall&) = delete;

  // False once the call is over.
  bool Send(const v1::AppendRequest& request);

  // The next answer; waits for it. None once the call is over.
  std::optional<v1::AppendStreamResponse> NextAnswer();

  // Ends the call; answers not yet taken are dropped. To be called once, after which nothing else
  // may be.
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
