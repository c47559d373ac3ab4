#include "services/answers/paging.h"

#include <optional>
#include <utility>

#include "eventstore/proofs/hash.h"
#include "eventstore/system/deadline.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/answers/page_token.h"

namespace casejournal::services {
namespace {

// Enough that no two questions of callers have the same in practice. It protects no secret.
constexpr size_t kListBytes = 12;

}  // namespace

absl::StatusOr<eventstore::Position> WaitForModels(const projections::Worker& worker, const uint64_t* position,
                                                   eventstore::Deadline deadline) {
  if (position != nullptr) {
    absl::Status waited = worker.WaitFor(SizeWith(*position), deadline);
    if (!waited.ok()) return waited;
  }
  if (absl::Status running = worker.status(); !running.ok()) return running;
  const eventstore::Position complete = worker.position();
  return complete == 0 ? 0 : complete - 1;
}

std::string ListOf(const Reader& reader, const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> question(request.New());
  question->CopyFrom(request);
  for (const char* name : {"page_token", "page_size", "min_position"}) {
    const google::protobuf::FieldDescriptor* field = question->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) question->GetReflection()->ClearField(question.get(), field);
  }
  std::string words;
  {
    google::protobuf::io::StringOutputStream stream(&words);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    question->SerializeToCodedStream(&coded);
  }
  const event::v1::Staff& actor = reader.caller().actor;
  thread_local eventstore::Sha256 sha;
  const eventstore::Hash digest =
      sha.Update(absl::StrCat(actor.issuer().size(), ":", actor.issuer(), actor.subject().size(), ":", actor.subject(),
                              question->GetTypeName(), ":"))
          .Update(words)
          .Finish();
  return std::string(eventstore::AsBytes(digest).substr(0, kListBytes));
}

absl::StatusOr<ListPage> ResumeList(ListCursors& cursors, const std::string& token, const std::string& of) {
  absl::StatusOr<std::string> text = PlaceInToken(of, token);
  if (!text.ok()) return text.status();
  const size_t end = text->find('/');
  if (end == std::string::npos || !eventstore::Uuid::Parse(text->substr(0, end)).ok())
    return FieldError("pageToken", token, kFieldPageToken);
  ListPage page{.state = nullptr, .name = text->substr(0, end), .after = text->substr(end + 1)};
  absl::StatusOr<std::shared_ptr<const ListState>> state = cursors.Find(page.name);
  if (!state.ok()) return state.status();
  page.state = *std::move(state);
  if (page.state->of != of) return FieldError("pageToken", token, kFieldPageToken);
  return page;
}

std::string NextPageToken(ListCursors& cursors, ListPage& page, absl::string_view place) {
  if (page.name.empty()) page.name = cursors.Keep(page.state);
  return PlaceToken(page.state->of, absl::StrCat(page.name, "/", place));
}

std::string PlaceToken(absl::string_view of, absl::string_view place) { return TokenOf(of, place); }

absl::StatusOr<std::string> PlaceInToken(absl::string_view of, const std::string& token) {
  if (token.empty()) return std::string();
  std::optional<std::string> place = PlaceIn(of, token);
  if (!place) return FieldError("pageToken", token, kFieldPageToken);
  return *std::move(place);
}

}  // namespace casejournal::services
