#include "tests/bench/mix/case_model.h"

#include <utility>

namespace casejournal::services {
namespace {

constexpr int kPickTries = 8;

}  // namespace

ModelPart* CaseModel::Pick(ModelParts& parts) {
  for (int i = 0; i < kPickTries && !parts.empty(); ++i) {
    ModelPart& part = parts[words.Below(parts.size())];
    if (part.since <= day) return &part;
  }
  return nullptr;
}

bool CaseModel::Take(ModelParts& parts, ModelPart& taken) {
  ModelPart* part = Pick(parts);
  if (part == nullptr) return false;
  taken = std::move(*part);
  if (part != &parts.back()) *part = std::move(parts.back());
  parts.pop_back();
  return true;
}

std::string CaseModel::Begin(ModelParts& parts, std::string of) {
  parts.push_back({.id = words.Uuid(), .since = day, .of = std::move(of), .revision = next_revision});
  return parts.back().id;
}

ModelChild* CaseModel::PickChild() {
  for (int i = 0; i < kPickTries && !children.empty(); ++i) {
    ModelChild& child = children[words.Below(children.size())];
    if (child.child.since <= day) return &child;
  }
  return nullptr;
}

bool CaseModel::Name(google::protobuf::RepeatedPtrField<std::string>& ids, size_t most) {
  std::set<std::string> named;
  for (size_t left = 1 + words.Below(most); left > 0; --left) {
    const ModelPart* someone = Pick(participants);
    if (someone != nullptr && named.insert(someone->id).second) *ids.Add() = someone->id;
  }
  return !ids.empty();
}

}  // namespace casejournal::services
