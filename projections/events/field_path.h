// The path of a value in a message, in JSON spelling: "cases[0].events[2].caseClosed.outcomes[1].childId".
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_FIELD_PATH_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_FIELD_PATH_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace casejournal::projections {

// One step of a walk, on the stack of the caller. It costs nothing until its text is requested. Each step refers to the
// step before it and to its name; both must outlive it. The root has an empty text.
class FieldPath {
 public:
  FieldPath() = default;
  FieldPath(const FieldPath& parent, absl::string_view name, std::optional<size_t> index = std::nullopt)
      : parent_(&parent), name_(name), index_(index) {}
  FieldPath(const FieldPath& parent, const google::protobuf::FieldDescriptor& field,
            std::optional<size_t> index = std::nullopt)
      : FieldPath(parent, field.json_name(), index) {}
  // Deleted: the step would refer to a parent that no longer exists.
  FieldPath(const FieldPath&&, absl::string_view, std::optional<size_t> = std::nullopt) = delete;
  FieldPath(const FieldPath&&, const google::protobuf::FieldDescriptor&, std::optional<size_t> = std::nullopt) = delete;

  std::string Text() const;

 private:
  const FieldPath* parent_ = nullptr;
  absl::string_view name_;
  std::optional<size_t> index_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_FIELD_PATH_H_
