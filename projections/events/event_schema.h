// The schema of stored events, as the journal itself keeps it before the schema's first use.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_SCHEMA_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_SCHEMA_H_

#include <string>

#include "google/protobuf/descriptor.pb.h"

namespace casejournal::projections {

// The files that StoredEvent needs, each after those that it imports, without comments.
google::protobuf::FileDescriptorSet StoredEventSchema();

// Its bytes, for SchemaAdopted: the same for the same build.
std::string StoredEventSchemaBytes();

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_SCHEMA_H_
