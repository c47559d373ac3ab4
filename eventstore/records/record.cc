#include "eventstore/records/record.h"

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"

namespace casejournal::eventstore {

std::string EncodeHeader(const Header& header) {
  std::string out;
  out.reserve(kHeaderBytes);
  PutNumber(out, kRecordFormat);
  PutNumber(out, static_cast<uint8_t>(header.stream.kind));
  PutArray(out, header.stream.uuid.bytes);
  PutNumber(out, header.revision);
  PutNumber(out, header.recorded_at_us);
  PutArray(out, header.request_id.bytes);
  PutNumber(out, header.index_in_request);
  PutNumber(out, header.events_in_request);
  PutArray(out, header.prev_stream_leaf);
  PutArray(out, header.payload_commitment);
  return out;
}

absl::StatusOr<Header> DecodeHeader(absl::string_view bytes) {
  if (bytes.size() != kHeaderBytes) {
    return absl::DataLossError(absl::StrCat("the header has ", bytes.size(), " bytes; expected ", kHeaderBytes));
  }
  ByteReader reader(bytes);
  const auto format = reader.Take<uint8_t>();
  if (format != kRecordFormat) {
    return absl::DataLossError(absl::StrCat("the header has format ", format, "; expected ", kRecordFormat));
  }
  const auto kind = reader.Take<uint8_t>();
  if (kind < 1 || kind > static_cast<uint8_t>(StreamKind::kPrincipal)) {
    return absl::DataLossError(absl::StrCat("the header has unknown stream kind ", kind));
  }
  Header header;
  header.stream.kind = static_cast<StreamKind>(kind);
  reader.TakeArray(header.stream.uuid.bytes);
  header.revision = reader.Take<uint64_t>();
  header.recorded_at_us = reader.Take<int64_t>();
  reader.TakeArray(header.request_id.bytes);
  header.index_in_request = reader.Take<uint16_t>();
  header.events_in_request = reader.Take<uint16_t>();
  reader.TakeArray(header.prev_stream_leaf);
  reader.TakeArray(header.payload_commitment);
  return header;
}

}  // namespace casejournal::eventstore
