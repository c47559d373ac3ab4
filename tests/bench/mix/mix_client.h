// A client of a journal, or of the echo: it appends what authors write, and reads without looking into the answers.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_MIX_CLIENT_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_MIX_CLIENT_H_

#include <grpcpp/generic/generic_stub.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/court_service.grpc.pb.h"
#include "tests/bench/bench_target.h"
#include "tests/bench/load.h"
#include "tests/bench/mix/case_set.h"

namespace casejournal::services {

// How many entries were sent and how many of them were refused, over all measurements.
struct RefusedEntries {
  uint64_t sent = 0;
  uint64_t refused = 0;
  std::vector<std::string> reasons;  // the first ones

  double Share() const { return sent == 0 ? 0 : static_cast<double>(refused) / static_cast<double>(sent); }
};

// A request of a unary call as bytes, and the full name of its method.
struct RawRequest {
  std::string method;
  std::string bytes;
  // So many bytes are asked of the echo, which answers every request. 0: the request goes to a journal.
  size_t echo_bytes = 0;
};

// How a stream of answers went.
struct StreamResult {
  absl::Duration elapsed;
  uint64_t messages = 0;
  uint64_t items = 0;
  uint64_t bytes = 0;
  bool in_time = true;
  absl::Status status;
};

// Not for concurrent use.
class MixClient {
 public:
  explicit MixClient(const std::string& address) : MixClient(BenchTarget{.address = address}) {}
  // The callers of the target take turns, call by call.
  explicit MixClient(BenchTarget target);

  // Append until every case has `entries` entries, `per_request` in a request, eight requests at once.
  LoadResult Fill(CaseSet& cases, size_t entries, size_t per_request);
  // Append by unary calls. No two requests at once are for the same case; there must be as many cases as requests.
  LoadResult Append(CaseSet& cases, const LoadShape& shape, Writing writing = Writing::kMix);
  // Append by one bidirectional stream with a window of `in_flight`, which is at most the number of cases.
  LoadResult AppendStream(CaseSet& cases, const LoadShape& shape);
  // Append one request, and return how long it took, or nothing if it failed.
  absl::StatusOr<absl::Duration> AppendOne(CaseSet& cases, size_t index, Writing writing = Writing::kMix);

  // Send the requests in turn, `in_flight` at once, until the time is over.
  LoadResult Call(const std::vector<RawRequest>& requests, size_t in_flight, absl::Duration duration);
  // Send each request once, in this order, `in_flight` at once.
  LoadResult CallEachOnce(const std::vector<RawRequest>& requests, size_t in_flight = 1);
  // Return the number of bytes of an answer, or an error.
  absl::StatusOr<size_t> AnswerBytes(const RawRequest& request);

  // Read the whole history of a case, for at most `limit`. Items are rows.
  StreamResult History(const std::string& case_id, absl::Duration limit);
  // Read at most so many entries from position 0, also with a sentence for each if that is asked for. Items are
  // entries.
  StreamResult ReadAll(uint64_t entries, bool with_sentences = false);
  // Subscribe from position 0 until `entries` have come, for at most `limit`. Items are entries.
  StreamResult CatchUp(uint64_t entries, absl::Duration limit = absl::Minutes(2));
  // Subscribe at the end of the log, append `times` entries one by one, and return how long each took from the call to
  // the subscriber.
  LoadResult Follow(CaseSet& cases, size_t times);

  const RefusedEntries& refusals() const { return refusals_; }

 private:
  struct Slot;
  // Make the next call with the next token.
  void SignInNext(grpc::ClientContext& context) { SignIn(target_, calls_++, context); }
  // Send the requests in turn, `in_flight` at once, as long as `more` says so of the next one by its index.
  LoadResult CallWhile(const std::vector<RawRequest>& requests, size_t in_flight,
                       const std::function<bool(size_t index)>& more);
  void Began(const v1::AppendRequest& request);
  void Refused(CaseSet& cases, size_t index, const v1::AppendRequest& request, const grpc::Status& status);

  const BenchTarget target_;
  std::atomic<size_t> calls_ = 0;  // so far
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CaseService::Stub> cases_stub_;
  std::unique_ptr<v1::AuditService::Stub> audit_stub_;
  std::unique_ptr<v1::CourtService::Stub> court_stub_;
  std::unique_ptr<grpc::GenericStub> raw_stub_;
  RefusedEntries refusals_;
  uint64_t last_position_ = 0;  // of the last entry that AppendOne recorded
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_MIX_CLIENT_H_
