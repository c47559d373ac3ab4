// The notices that come with answers: what the reader must know about passing them on.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CONNECTION_NOTICE_WATCH_H_
#define CASEJOURNAL_SERVICES_CLIENT_CONNECTION_NOTICE_WATCH_H_

#include <memory>
#include <vector>

#include "grpcpp/support/client_interceptor.h"

namespace casejournal::services {

// Return what a channel is made with so that the notice of each answer goes with the results of the command
// (SayWithResults), whichever call it came with. The files of exhibits and documents have theirs inside.
std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> NoticeWatches();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CONNECTION_NOTICE_WATCH_H_
