#include "services/client/recording/append_call.h"

namespace casejournal::services {

AppendCall::AppendCall(JournalClient& client)
    : context_(client.Stream()), stream_(client.cases().AppendStream(context_.get())) {
  reader_ = std::thread([this] { ReadAnswers(); });
}

AppendCall::~AppendCall() {
  if (!reader_.joinable()) return;
  context_->TryCancel();
  (void)Finish();
}

bool AppendCall::Send(const v1::AppendRequest& request) {
  v1::AppendStreamRequest message;
  *message.mutable_append() = request;
  return stream_->Write(message);
}

std::optional<v1::AppendStreamResponse> AppendCall::NextAnswer() {
  absl::MutexLock lock(&mutex_);
  const auto something = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return over_ || !answers_.empty(); };
  mutex_.Await(absl::Condition(&something));
  if (answers_.empty()) return std::nullopt;
  v1::AppendStreamResponse answer = std::move(answers_.front());
  answers_.pop_front();
  return answer;
}

grpc::Status AppendCall::Finish() {
  stream_->WritesDone();
  reader_.join();
  return stream_->Finish();
}

void AppendCall::ReadAnswers() {
  v1::AppendStreamResponse answer;
  while (stream_->Read(&answer)) {
    absl::MutexLock lock(&mutex_);
    answers_.push_back(std::move(answer));
  }
  absl::MutexLock lock(&mutex_);
  over_ = true;
}

}  // namespace casejournal::services
