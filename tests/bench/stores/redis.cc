#include "tests/bench/stores/store_connection.h"

#ifdef CASEJOURNAL_BENCH_REDIS
#include <hiredis/hiredis.h>
#endif

#include <deque>
#include <vector>

#include "absl/strings/str_cat.h"

namespace casejournal::services {

#ifdef CASEJOURNAL_BENCH_REDIS

namespace {

class Redis final : public StoreConnection {
 public:
  explicit Redis(redisContext* context) : context_(context, &redisFree) {}

  int descriptor() const override { return context_->fd; }

  // One event is one command. Several are one transaction of Redis.
  absl::Status Send(const StoreAppend& append) override {
    const bool many = append.payloads.size() > 1;
    if (many) Command({"MULTI"});
    for (size_t i = 0; i < append.payloads.size(); ++i) {
      Command({"XADD", append.stream, absl::StrCat(append.version + i, "-1"), "payload", append.payloads[i]});
    }
    if (many) Command({"EXEC"});
    replies_of_.push_back(many ? append.payloads.size() + 2 : 1);
    return Flush();
  }

  absl::StatusOr<StoreAnswers> Receive() override {
    StoreAnswers answers;
    if (absl::Status flushed = Flush(); !flushed.ok()) return flushed;
    if (redisBufferRead(context_.get()) != REDIS_OK) return absl::UnavailableError(context_->errstr);
    while (true) {
      void* reply = nullptr;
      if (redisGetReplyFromReader(context_.get(), &reply) != REDIS_OK) return absl::UnavailableError(context_->errstr);
      if (reply == nullptr) break;
      const std::unique_ptr<void, decltype(&freeReplyObject)> owned(reply, &freeReplyObject);
      refused_ = refused_ || IsRefusal(*static_cast<const redisReply*>(reply));
      if (--replies_of_.front() > 0) continue;
      replies_of_.pop_front();
      ++answers.complete;
      answers.refused += refused_ ? 1 : 0;
      refused_ = false;
    }
    return answers;
  }

 private:
  static bool IsRefusal(const redisReply& reply) {
    if (reply.type == REDIS_REPLY_ERROR) return true;
    for (size_t i = 0; i < reply.elements; ++i) {
      if (reply.element[i]->type == REDIS_REPLY_ERROR) return true;
    }
    return false;
  }

  void Command(std::initializer_list<absl::string_view> words) {
    std::vector<const char*> at;
    std::vector<size_t> lengths;
    for (const absl::string_view word : words) {
      at.push_back(word.data());
      lengths.push_back(word.size());
    }
    redisAppendCommandArgv(context_.get(), static_cast<int>(at.size()), at.data(), lengths.data());
  }

  absl::Status Flush() {
    int done = 0;
    if (redisBufferWrite(context_.get(), &done) != REDIS_OK) return absl::UnavailableError(context_->errstr);
    return absl::OkStatus();
  }

  std::unique_ptr<redisContext, decltype(&redisFree)> context_;
  std::deque<size_t> replies_of_;  // how many replies belong to each append that was sent
  bool refused_ = false;
};

}  // namespace

bool HasRedis() { return true; }

absl::StatusOr<std::unique_ptr<StoreConnection>> ConnectToRedis(const std::string& socket) {
  redisContext* context = redisConnectUnixNonBlock(socket.c_str());
  if (context == nullptr) return absl::UnavailableError("no connection to Redis");
  auto connection = std::make_unique<Redis>(context);
  if (context->err != 0) return absl::UnavailableError(context->errstr);
  return connection;
}

#else

bool HasRedis() { return false; }

absl::StatusOr<std::unique_ptr<StoreConnection>> ConnectToRedis(const std::string&) {
  return absl::UnimplementedError("built without hiredis");
}

#endif

}  // namespace casejournal::services
