// Which fields a page must show.
#ifndef CASEJOURNAL_TESTS_SUPPORT_PAGE_FIELDS_H_
#define CASEJOURNAL_TESTS_SUPPORT_PAGE_FIELDS_H_

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "casejournal/event/v1/person.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/support/message_values.h"

namespace casejournal::testing {

namespace internal_page {

// An id stands for the item itself, or for something whose words are beside it, and so does a code; the entry that an
// item came from is asked for in the history.
inline bool IsReference(const google::protobuf::FieldDescriptor& field) {
  const std::string& name = field.name();
  if (field.containing_type() == event::v1::Code::descriptor()) return name != "display";
  return absl::EndsWith(name, "_id") || absl::EndsWith(name, "digest") || name == "supersedes" || name == "revision" ||
         name == "as_of_revision" || name == "issuer" || name == "subject" || name == "staff_subject" ||
         name == "staff_issuer";
}

inline void AddPaths(const google::protobuf::Descriptor& type, const std::string& path, int depth,
                     std::set<std::string>& paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *type.field(i);
    const std::string name = path.empty() ? field.name() : path + "." + field.name();
    if (field.message_type() != nullptr) {
      if (depth < 6) AddPaths(*field.message_type(), name, depth + 1, paths);
    } else if (!IsReference(field)) {
      paths.insert(name);
    }
  }
}

}  // namespace internal_page

// The paths of all fields of a message and of what is in it, except ids of single things: "goals.statement".
inline std::set<std::string> FieldsToShow(const google::protobuf::Descriptor& type) {
  std::set<std::string> paths;
  internal_page::AddPaths(type, "", 0, paths);
  return paths;
}

// Take each field of `message` whose value changes what `page` returns off `missing`.
template <typename Shown, typename Page>
void EraseShown(Shown& message, const Page& page, std::set<std::string>& missing) {
  const std::string whole = page(message);
  VisitValues(
      message, "",
      [&](const std::string& path, google::protobuf::Message& holder, const google::protobuf::FieldDescriptor& field) {
        if (!missing.contains(path)) return;
        Without(holder, field, [&] {
          if (page(message) != whole) missing.erase(path);
        });
      });
}

// The fields that are missing are exactly those left out on purpose.
inline void ExpectMissing(const std::set<std::string>& missing, const std::set<std::string>& left_out) {
  for (const std::string& path : missing) EXPECT_TRUE(left_out.contains(path)) << path << " is not on the page";
  for (const std::string& path : left_out)
    EXPECT_TRUE(missing.contains(path)) << path << " is on the page: take it off the list";
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_PAGE_FIELDS_H_
