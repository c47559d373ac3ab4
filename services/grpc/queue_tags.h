// What is given to a completion queue with each operation, and comes back when it is done.
#ifndef CASEJOURNAL_SERVICES_GRPC_QUEUE_TAGS_H_
#define CASEJOURNAL_SERVICES_GRPC_QUEUE_TAGS_H_

#include <grpcpp/completion_queue.h>

namespace casejournal::services {

class Tag {
 public:
  // The operation is done. Not `ok`: it could not be done.
  virtual void Done(bool ok) = 0;

 protected:
  ~Tag() = default;
};

// Calls a method of its owner.
template <typename Owner>
class TagOf final : public Tag {
 public:
  TagOf(Owner* owner, void (Owner::*done)(bool)) : owner_(owner), done_(done) {}
  void Done(bool ok) override { (owner_->*done_)(ok); }

 private:
  Owner* const owner_;
  void (Owner::*const done_)(bool);
};

// Take what comes back, until the queue is shut down and empty. All operations of the queue have tags of this kind.
inline void TakeDone(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok)) static_cast<Tag*>(tag)->Done(ok);
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_QUEUE_TAGS_H_
