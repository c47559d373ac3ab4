// Calls of any method that a server serves, with any bytes: a new method needs no line here.
#ifndef CASEJOURNAL_TESTS_SUPPORT_ANY_CALL_H_
#define CASEJOURNAL_TESTS_SUPPORT_ANY_CALL_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/support/test_server.h"

namespace casejournal::testing {

struct CallOutcome {
  absl::Status status;
  std::vector<std::string> messages;  // the bytes of the first answers
};

// Call `path` with one message of these bytes, and take the answers until the call ends, or its deadline passes.
inline CallOutcome CallWithBytes(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                                 const std::string& bytes, absl::Duration patience = absl::Seconds(60)) {
  constexpr size_t kMessagesKept = 4;
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
  grpc::CompletionQueue queue;
  const auto done = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  const auto call = stub.PrepareCall(&context, path, &queue);
  call->StartCall(nullptr);
  CallOutcome outcome;
  grpc::Slice slice(bytes);
  bool goes_on = done();
  if (goes_on) {
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    goes_on = done();
  }
  while (goes_on) {
    grpc::ByteBuffer answer;
    call->Read(&answer, nullptr);
    goes_on = done();
    if (!goes_on || outcome.messages.size() == kMessagesKept) continue;
    grpc::Slice all;
    if (answer.DumpToSingleSlice(&all).ok())
      outcome.messages.emplace_back(reinterpret_cast<const char*>(all.begin()), all.size());
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  done();
  outcome.status = FromGrpc(status);
  queue.Shutdown();
  while (done()) {
  }
  return outcome;
}

// Begin a call of `path`, and give it up before its message is sent.
inline absl::Status GiveUp(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  void* tag = nullptr;
  bool ok = false;
  const auto call = stub.PrepareCall(&context, path, &queue);
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  queue.Shutdown();
  return FromGrpc(status);
}

inline std::string PathOf(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

// All methods of the services of CaseJournal that the server itself names (gRPC server reflection).
inline std::vector<const google::protobuf::MethodDescriptor*> ServedMethods(
    const std::shared_ptr<grpc::Channel>& channel) {
  // ServerReflectionRequest.list_services (7), and in the answer list_services_response (6), service (1), name (1).
  const std::string list_services("\x3a\x01*", 3);
  const CallOutcome listed =
      CallWithBytes(channel, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", list_services);
  EXPECT_EQ(listed.messages.size(), 1) << listed.status;
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  if (listed.messages.empty()) return methods;
  // A message without fields of its own keeps all of them as unknown ones.
  const auto parts = [](const std::string& bytes, int number) {
    std::vector<std::string> found;
    google::protobuf::Empty message;
    EXPECT_TRUE(message.ParseFromString(bytes));
    const google::protobuf::UnknownFieldSet& fields = message.GetReflection()->GetUnknownFields(message);
    for (int i = 0; i < fields.field_count(); ++i) {
      if (fields.field(i).number() == number) found.push_back(fields.field(i).length_delimited());
    }
    return found;
  };
  for (const std::string& list : parts(listed.messages[0], 6)) {
    for (const std::string& service_bytes : parts(list, 1)) {
      const std::string name = parts(service_bytes, 1).at(0);
      if (!absl::StartsWith(name, "casejournal.")) continue;
      const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
      EXPECT_NE(service, nullptr) << name;
      for (int i = 0; service != nullptr && i < service->method_count(); ++i) methods.push_back(service->method(i));
    }
  }
  return methods;
}

// An empty message of this type.
inline std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_ANY_CALL_H_
