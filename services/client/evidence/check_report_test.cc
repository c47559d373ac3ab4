#include "services/client/evidence/check_report.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

TEST(CheckReportTest, ACheckThatWasNotReachedDoesNotCountAsPassed) {
  CheckReport report({"signature", "entries", "root"});
  report.facts()["size"] = 5;
  report.Pass("signature");
  report.Fail("entries", "position 3: its payload is missing", 3);
  EXPECT_EQ(report.Json(),
            "{\"verdict\":\"failed\",\"size\":5,\"checks\":[{\"check\":\"signature\",\"verdict\":\"ok\"},"
            "{\"check\":\"entries\",\"verdict\":\"failed\",\"position\":3,\"message\":\"position 3: its payload is "
            "missing\"},{\"check\":\"root\",\"verdict\":\"not reached\"}],\"code\":15,"
            "\"message\":\"position 3: its payload is missing\"}\n");
}

TEST(CheckReportTest, AReportWithoutAFailureIsSound) {
  CheckReport report({"signature", "pages"});
  report.Pass("signature");
  report.Skip("pages");
  EXPECT_EQ(report.Json(),
            "{\"verdict\":\"sound\",\"checks\":[{\"check\":\"signature\",\"verdict\":\"ok\"},{\"check\":\"pages\","
            "\"verdict\":\"not checked\"}]}\n");
}

TEST(CheckReportTest, AMessageThatIsNoTextIsStillJson) {
  CheckReport report({"entries"});
  report.Fail("entries", "bytes \xff");
  EXPECT_NO_THROW(nlohmann::json::parse(report.Json()));
}

}  // namespace
}  // namespace casejournal::services
