// How an answer of many messages leaves.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_SEND_H_
#define CASEJOURNAL_SERVICES_ANSWERS_SEND_H_

#include "absl/functional/function_ref.h"

namespace casejournal::services {

// Sends one message of a stream. Returns false if the client disconnected, which ends the call.
template <typename Message>
using Send = absl::FunctionRef<bool(const Message&)>;

// Returns whether nobody waits for the answer any more: the client disconnected, its deadline passed, or the server
// stops. It is asked between steps of bounded length.
using GivenUp = absl::FunctionRef<bool()>;

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_SEND_H_
