// The schema of stored events, as the journal itself records it before the schema is used for the first time.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_SCHEMA_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_SCHEMA_H_

#include <string>

#include "google/protobuf/descriptor.pb.h"

namespace casejournal::projections {

// The files that StoredEvent needs, without comments. Each file comes after the files that it imports.
google::protobuf::FileDescriptorSet StoredEventSchema();

// The serialized schema, for SchemaAdopted. The bytes are the same for the same build.
std::string StoredEventSchemaBytes();

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_SCHEMA_H_
