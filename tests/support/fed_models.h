// A log with random cases and disclosures, and read models that are fed from it. For tests only.
#ifndef CASEJOURNAL_TESTS_SUPPORT_FED_MODELS_H_
#define CASEJOURNAL_TESTS_SUPPORT_FED_MODELS_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/events/event_codec.h"
#include "projections/read_models/store/read_model_store.h"
#include "projections/read_models/worker.h"
#include "tests/support/matchers.h"
#include "tests/support/random_case.h"
#include "tests/support/test_log.h"

namespace casejournal::testing {

class FedModels : public eventstore::TestLog {
 protected:
  using AllRows = std::map<std::string, std::string>;

  // Begin the walk: so many cases.
  void Walk(uint64_t seed, size_t cases) {
    walk_ = std::make_unique<RandomCase>(seed);
    for (size_t i = 0; i < cases; ++i) case_ids_.push_back(eventstore::RandomUuid());
    written_.resize(cases);
  }

  // The next so many requests: mostly entries of some case, sometimes a disclosure.
  void Record(size_t requests) {
    for (size_t i = 0; i < requests; ++i) {
      const size_t which = walk_->Below(case_ids_.size());
      if (walk_->Below(5) == 0) {
        event::v1::StoredEvent given;
        given.mutable_access_event()->mutable_disclosure_made()->set_recipient(
            absl::StrCat("Dana Reed ", walk_->Below(9)));
        given.mutable_admission()->mutable_actor()->set_subject(absl::StrCat("u-", walk_->Below(4)));
        RecordIn(eventstore::StreamId::Access(case_ids_[which]), given);
        continue;
      }
      CaseEvent event = walk_->Any(written_[which], /*in_order=*/false);
      if (walk_->Below(6) == 0) event.add_labels(static_cast<event::v1::Label>(1 + walk_->Below(7)));
      event::v1::StoredEvent stored;
      *stored.mutable_case_event() = event;
      written_[which].push_back(std::move(event));
      RecordIn(eventstore::StreamId::Case(case_ids_[which]), stored);
    }
  }

  std::unique_ptr<projections::ReadModelStore> OpenModels(const std::string& place) const {
    absl::StatusOr<std::unique_ptr<projections::ReadModelStore>> store =
        projections::ReadModelStore::Open(place, projections::ProjectionNames());
    EXPECT_THAT(store, IsOk());
    return *std::move(store);
  }
  std::string Place() const { return models_.path() + "/v1"; }

  // Every row of every family, its checkpoint also, with its family.
  static AllRows RowsIn(const projections::ReadModelStore& store) {
    AllRows rows;
    for (const std::string& family : projections::ProjectionNames()) {
      EXPECT_THAT(store.Scan(family, "", "",
                             [&](absl::string_view key, absl::string_view value) {
                               rows[absl::StrCat(family, " ", key)] = std::string(value);
                               return true;
                             }),
                  IsOk());
    }
    return rows;
  }

  // The rows that one thread makes, entry by entry in the order of positions.
  AllRows RowsMadeOneByOne() {
    const std::string place = models_.path() + "/one-by-one";
    std::filesystem::remove_all(place);
    const auto store = OpenModels(place);
    projections::Feeder feeder(*log_, *store, projections::FoldFromLog(*log_));
    for (uint64_t end = 1; end <= log_->size(); ++end) EXPECT_THAT(feeder.Step(nullptr, end), IsOkAndHolds(end));
    return RowsIn(*store);
  }

  void RecordIn(const eventstore::StreamId& stream, event::v1::StoredEvent stored) {
    stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
    ASSERT_THAT(Append(stream, {projections::EncodeStoredEvent(stored)}), IsOk());
  }

  eventstore::TestDirectory models_;
  std::unique_ptr<RandomCase> walk_;
  std::vector<eventstore::Uuid> case_ids_;
  std::vector<std::vector<CaseEvent>> written_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_FED_MODELS_H_
