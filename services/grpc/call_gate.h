// The gate that each call of each service passes: who calls, whether some role allows the call, and how much one caller
// does at a time.
#ifndef CASEJOURNAL_SERVICES_GRPC_CALL_GATE_H_
#define CASEJOURNAL_SERVICES_GRPC_CALL_GATE_H_

#include <grpcpp/server_context.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "projections/entries/label_set.h"
#include "services/access/caller_limits.h"
#include "services/access/callers.h"
#include "services/access/clocks.h"
#include "services/access/refusals.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// Counts calls: each that was admitted has a copy until it is over.
using CallCount = std::shared_ptr<const int>;

// A call that was admitted. When it is destroyed, its share of what its caller may do at a time is given back.
class Admitted {
 public:
  Admitted(Reader reader_of, Act act_of, event::v1::Role under_of, CallerLimits::Share share_of,
           CallCount count_of = nullptr)
      : reader(std::move(reader_of)),
        act(act_of),
        under(under_of),
        share(std::move(share_of)),
        count(std::move(count_of)) {}

  const Reader reader;
  const Act act;                // what the call does
  const event::v1::Role under;  // the role in the journal that allows it; unspecified: only a case could

 private:
  const CallerLimits::Share share;
  const CallCount count;
};

// Safe for concurrent use. What it is made of outlives it.
class CallGate {
 public:
  enum class Answers { kOnce, kStream };

  CallGate(const Callers& callers, CallerLimits& limits, Refusals& refusals, const ReaderSources& sources)
      : callers_(callers), limits_(limits), refusals_(refusals), sources_(sources) {}

  // The server stops: from now on nobody is admitted, and calls that last may not go on.
  void Close() { closed_ = true; }
  // Counts a call that came and is not admitted yet, or never will be, as long as the result is kept: a server that
  // stops waits for its answer.
  CallCount Counting() const { return count_; }
  // How many calls came or were admitted, and are not over.
  size_t InProgress() const { return static_cast<size_t>(count_.use_count()) - 1; }

  // Admit a call of `method`, such as "GetCasePlan". The result is kept until the call is over. `act`: what it does, if
  // that depends on the request; absent: ActOf(method).
  //   kUnauthenticated    with NOT_AUTHENTICATED.
  //   kPermissionDenied   with NOT_PERMITTED: no role of the caller allows this call, whatever it names.
  //   kResourceExhausted  with CALLER_LIMIT_REACHED, and when to retry.
  //   kUnavailable        with SERVER_STOPPING.
  absl::StatusOr<std::unique_ptr<const Admitted>> Enter(const grpc::ServerContextBase& context,
                                                        absl::string_view method, size_t request_bytes,
                                                        Answers answers = Answers::kOnce,
                                                        std::optional<Act> act = std::nullopt) const;

  // The same for appends, whose rights depend on what they record: the recorder decides about each.
  struct Appending {
    Caller caller;
    CallerLimits::Share share;
    event::v1::Role under;  // the role in the journal that lets them record something somewhere; unspecified: none does
    CallCount count;
  };
  absl::StatusOr<Appending> EnterToAppend(const grpc::ServerContextBase& context, absl::string_view method,
                                          size_t request_bytes, Answers answers) const;

  // Whether Enter would know the caller without checking a signature: somebody who was admitted before.
  bool Knows(const grpc::ServerContextBase& context) const;

  // Whether a call that lasts may go on: its caller still counts, and some role still allows it, in its case if it is
  // about one, and opens all labels of `began_with`.
  //   kUnauthenticated   with TOKEN_EXPIRED.
  //   kPermissionDenied  with NOT_PERMITTED.
  //   kUnavailable       with SERVER_STOPPING.
  absl::Status MayGoOn(const Admitted& call, const std::string& case_id = "",
                       projections::LabelSet began_with = {}) const;
  // The same for a stream of appends: some role in the journal still lets its caller record, if one did.
  absl::Status MayGoOn(const Appending& appending) const;
  // The labels that the roles open which allow the call now, in its case if it is about one.
  projections::LabelSet LabelsOpen(const Admitted& call, const std::string& case_id = "") const;
  // What became of a call: one that was refused is counted. NOT_FOUND is how a case is refused that the caller may not
  // see, so it counts, too.
  void Count(const Caller& caller, absl::string_view method, const absl::Status& outcome) const;

  // Changes with each change of roles.
  uint64_t changes() const { return sources_.roles.changes(); }

  const Callers& callers() const { return callers_; }

 private:
  absl::StatusOr<Caller> CallerOf(const grpc::ServerContextBase& context) const;
  absl::StatusOr<CallerLimits::Share> ShareOf(const Caller& caller, size_t request_bytes,
                                              CallerLimits::Kind kind) const;
  absl::Status Counted(const Caller& caller, absl::string_view method, absl::Status refused) const {
    Count(caller, method, refused);
    return refused;
  }

  const Callers& callers_;
  CallerLimits& limits_;
  Refusals& refusals_;
  const ReaderSources& sources_;
  const CallCount count_ = std::make_shared<const int>(0);
  std::atomic<bool> closed_ = false;
};

// Watches one call that lasts. Not for concurrent use.
class LongCall {
 public:
  // How often it is looked at whether the call may go on. It ends within 5 seconds after it may not.
  static constexpr absl::Duration kEvery = absl::Seconds(1);
  // How often a call is looked at that waits for its client, or for new entries. With kEvery: how long a call outlives
  // the right to it.
  static constexpr absl::Duration kEveryWhileItWaits = absl::Seconds(2);

  // `case_id`: the case that the call is about; empty: none. `gate` and `admitted` must outlive it. Made before the
  // call looks at anything: what it then sees is no more than what the labels of this moment open, or the call ends.
  LongCall(const CallGate& gate, const Admitted& admitted, std::string case_id = "")
      : gate_(gate),
        admitted_(admitted),
        case_id_(std::move(case_id)),
        began_with_(gate.LabelsOpen(admitted, case_id_)) {}

  // OK while the call may go on; the first error stays.
  absl::Status Check();
  const absl::Status& over() const { return over_; }

 private:
  const CallGate& gate_;
  const Admitted& admitted_;
  const std::string case_id_;
  const projections::LabelSet began_with_;
  absl::Time next_ = SteadyNow() + kEvery;
  absl::Status over_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_CALL_GATE_H_
