#include "projections/versions/plan_text.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "google/protobuf/util/json_util.h"

namespace casejournal::projections {
namespace {

using event::v1::Label;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string BigEndian(uint64_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text.push_back(static_cast<char>(number >> (8 * i)));
  return text;
}

std::string Digest(absl::string_view bytes) {
  thread_local eventstore::Sha256 sha;
  const eventstore::Hash hash = sha.Update(bytes).Finish();
  return std::string(eventstore::AsBytes(hash));
}

std::string JsonOf(const v1::PlanDocument& document) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string text;
  // Only an Any or an out-of-range Timestamp can fail, and a plan has neither.
  (void)google::protobuf::util::MessageToJsonString(document, &text, options);
  return text;
}

// The documents of one field, by the labels of their items.
std::map<std::vector<Label>, v1::PlanDocument> ByLabels(const v1::PlanDocument& document, const FieldDescriptor& field,
                                                        LabelsOfItem labels) {
  std::map<std::vector<Label>, v1::PlanDocument> parts;
  const Reflection& reflection = *document.GetReflection();
  if (!field.is_repeated()) {
    if (!reflection.HasField(document, &field)) return parts;
    const Message& item = reflection.GetMessage(document, &field);
    reflection.MutableMessage(&parts[labels(field, item)], &field)->CopyFrom(item);
    return parts;
  }
  for (int i = 0; i < reflection.FieldSize(document, &field); ++i) {
    const Message& item = reflection.GetRepeatedMessage(document, &field, i);
    reflection.AddMessage(&parts[labels(field, item)], &field)->CopyFrom(item);
  }
  return parts;
}

}  // namespace

event::v1::PlanText PlanTextOf(const v1::PlanDocument& document, LabelsOfItem labels, SaltOfPart salt) {
  event::v1::PlanText text;
  std::map<std::string, event::v1::PlanPart> labeled;  // by digest
  for (int i = 0; i < v1::PlanDocument::descriptor()->field_count(); ++i) {
    for (const auto& [part_labels, content] : ByLabels(document, *v1::PlanDocument::descriptor()->field(i), labels)) {
      event::v1::PlanPart part;
      part.set_text(JsonOf(content));
      part.set_salt(salt(part.text()));
      for (const Label label : part_labels) part.add_labels(label);
      if (part_labels.empty()) {
        *text.add_parts() = std::move(part);
      } else {
        labeled.emplace(PlanPartDigest(part), std::move(part));
      }
    }
  }
  for (auto& [digest, part] : labeled) *text.add_parts() = std::move(part);
  return text;
}

absl::StatusOr<v1::PlanDocument> ReadPlanText(const event::v1::PlanText& text) {
  if (text.parts().empty()) return absl::DataLossError("the version has no text");
  v1::PlanDocument document;
  for (int i = 0; i < text.parts_size(); ++i) {
    const event::v1::PlanPart& part = text.parts(i);
    if (part.has_withheld()) continue;
    v1::PlanDocument said;
    if (!google::protobuf::util::JsonStringToMessage(part.text(), &said).ok()) {
      return absl::DataLossError(absl::StrCat("this program does not know everything in the text of the version: part ",
                                              i + 1, " of ", text.parts_size()));
    }
    document.MergeFrom(said);
  }
  return document;
}

std::string PlanPartDigest(const event::v1::PlanPart& part) {
  if (part.has_withheld()) return part.withheld();
  uint64_t labels = 0;
  for (const int label : part.labels()) {
    if (label > 0 && label <= 16) labels |= uint64_t{1} << (label - 1);
  }
  return Digest(absl::StrCat("casejournal/plan-part/v1\n", part.salt(), BigEndian(labels, 2), part.text()));
}

std::string PlanTextDigest(const event::v1::PlanText& text) {
  std::string digests =
      absl::StrCat("casejournal/plan-text/v1\n", BigEndian(static_cast<uint64_t>(text.parts_size()), 4));
  for (const event::v1::PlanPart& part : text.parts()) absl::StrAppend(&digests, PlanPartDigest(part));
  return Digest(digests);
}

event::v1::PlanText WithheldExcept(const event::v1::PlanText& text, const std::vector<Label>& labels) {
  event::v1::PlanText rest;
  for (const event::v1::PlanPart& part : text.parts()) {
    const bool may_see = std::all_of(part.labels().begin(), part.labels().end(), [&](int label) {
      return std::find(labels.begin(), labels.end(), label) != labels.end();
    });
    if (may_see) {
      *rest.add_parts() = part;
    } else {
      rest.add_parts()->set_withheld(PlanPartDigest(part));
    }
  }
  return rest;
}

}  // namespace casejournal::projections
