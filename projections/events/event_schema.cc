#include "projections/events/event_schema.h"

#include "absl/container/flat_hash_set.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace casejournal::projections {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;

void AddWithImports(const FileDescriptor& file, absl::flat_hash_set<const FileDescriptor*>& added,
                    FileDescriptorSet& schema) {
  if (!added.insert(&file).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddWithImports(*file.dependency(i), added, schema);
  }
  file.CopyTo(schema.add_file());
}

}  // namespace

FileDescriptorSet StoredEventSchema() {
  FileDescriptorSet schema;
  absl::flat_hash_set<const FileDescriptor*> added;
  AddWithImports(*event::v1::StoredEvent::descriptor()->file(), added, schema);
  return schema;
}

std::string StoredEventSchemaBytes() {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    StoredEventSchema().SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace casejournal::projections
