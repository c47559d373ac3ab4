// Collects the errors of a request's shape.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_SHAPE_ERRORS_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_SHAPE_ERRORS_H_

#include <string>
#include <utility>
#include <vector>

#include "casejournal/v1/errors.pb.h"
#include "projections/events/field_path.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/shape/request_shape.h"

namespace casejournal::services {

// Keeps the first kShapeErrorsMax errors.
class ShapeErrors {
 public:
  bool full() const { return errors_.size() >= kShapeErrorsMax; }

  // `given` is empty if it may be a person's words.
  void Add(const projections::FieldPath& path, projections::Said allowed, std::string given = "") {
    if (full()) return;
    errors_.push_back(MakeFieldError(path.Text(), std::move(allowed), std::move(given)));
  }
  void Add(const projections::FieldPath& path, SentenceId allowed, std::string given = "") {
    Add(path, SentenceOf(allowed), std::move(given));
  }

  bool empty() const { return errors_.empty(); }
  std::vector<v1::FieldError> Take() { return std::move(errors_); }

 private:
  std::vector<v1::FieldError> errors_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_SHAPE_ERRORS_H_
