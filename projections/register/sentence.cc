#include "projections/register/sentence.h"

#include "absl/strings/ascii.h"
#include "google/protobuf/descriptor.h"
#include "projections/events/event_words.h"
#include "projections/state/evolve.h"
#include "projections/words/phrase.h"

namespace casejournal::projections {
namespace {

std::string SentenceOf(const google::protobuf::Message& body, const Names& names) {
  std::string sentence = Phrase(OptionsOf(*body.GetDescriptor()).sentence(), body, names);
  if (!sentence.empty()) sentence[0] = absl::ascii_toupper(sentence[0]);
  return sentence;
}

Said SayBody(const google::protobuf::Message& body, const Names& names) {
  Said said;
  said.says = SentenceOf(body, names);
  said.wording = PhraseWording(OptionsOf(*body.GetDescriptor()).sentence(), body, names);
  said.wording.set_id(body.GetDescriptor()->name());
  return said;
}

// Call `say(body, names)` with names that also know what the event says about the parts that it introduces, for an
// entry that has been withdrawn since.
template <typename Say>
auto WithOwnNames(const event::v1::CaseEvent& event, const Names& names, const Say& say) {
  CaseState own("");
  const Placed at{.day = event.effective_on()};
  VisitBody(event, [&](const auto& typed) { Evolve(own, typed, at); }).IgnoreError();
  return say(*BodyOf(event), names.And(&own));
}

}  // namespace

std::string Sentence(const event::v1::CaseEvent& event, const v1::CasePlan& plan) {
  return Sentence(event, Names({&plan}));
}

std::string Sentence(const event::v1::CaseEvent& event, const v1::CasePlan& plan, const v1::CasePlan& also_known) {
  return Sentence(event, Names({&plan, &also_known}));
}

std::string Sentence(const event::v1::CaseEvent& event, const Names& names) {
  return BodyOf(event) == nullptr ? "" : WithOwnNames(event, names, SentenceOf);
}

Said SayEvent(const event::v1::CaseEvent& event, const Names& names) {
  return BodyOf(event) == nullptr ? Said{} : WithOwnNames(event, names, SayBody);
}

Said SayEvent(const event::v1::JournalEvent& event) {
  const google::protobuf::Message* body = BodyOf(event);
  return body == nullptr ? Said{} : SayBody(*body, Names({}));
}

Said SayEvent(const event::v1::AccessEvent& event) {
  const google::protobuf::Message* body = BodyOf(event);
  return body == nullptr ? Said{} : SayBody(*body, Names({}));
}

Said SayEvent(const event::v1::ReaderEvent& event) {
  const google::protobuf::Message* body = BodyOf(event);
  return body == nullptr ? Said{} : SayBody(*body, Names({}));
}

std::string Sentence(const event::v1::JournalEvent& event) {
  const google::protobuf::Message* body = BodyOf(event);
  return body == nullptr ? "" : SentenceOf(*body, Names({}));
}

std::string Sentence(const event::v1::AccessEvent& event) {
  const google::protobuf::Message* body = BodyOf(event);
  return body == nullptr ? "" : SentenceOf(*body, Names({}));
}

std::string Sentence(const event::v1::ReaderEvent& event) {
  const google::protobuf::Message* body = BodyOf(event);
  return body == nullptr ? "" : SentenceOf(*body, Names({}));
}

}  // namespace casejournal::projections
