// The style sheet of a timeline. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_STYLE_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_STYLE_H_

#include "services/documents/svg_canvas.h"

namespace casejournal::services {

// Sizes and weights are those of kTimelineStyle.
inline constexpr TextStyle kTitleText{"t-title", 20, true};
inline constexpr TextStyle kSubtitleText{"t-subtitle", 11, false};
inline constexpr TextStyle kLaneText{"t-lane", 13, true};
inline constexpr TextStyle kRowText{"t-row", 9.5, false};
inline constexpr TextStyle kLawText{"t-law", 9, false};
inline constexpr TextStyle kYearText{"t-year", 11, true};
inline constexpr TextStyle kMonthText{"t-month", 9.5, false};
inline constexpr TextStyle kOnText{"t-on-day", 9.5, true};
inline constexpr TextStyle kDarkBarText{"t-on-dark", 9.5, false};
inline constexpr TextStyle kLightBarText{"t-on-light", 9.5, false};
inline constexpr TextStyle kNameText{"t-name", 9.5, false};
inline constexpr TextStyle kNumberText{"t-number", 9, true};
inline constexpr TextStyle kListText{"t-list", 10, false};
inline constexpr TextStyle kListHeadText{"t-list-head", 11, true};

// Colors differ in lightness, too, and no difference of meaning is one of color alone. On paper it is always light.
inline constexpr char kTimelineStyle[] = R"(
.t-timeline text{font-family:sans-serif;fill:#1d232b}
.t-timeline path{fill:none}
.t-timeline .t-title{font-size:20px;font-weight:bold}
.t-timeline .t-subtitle{font-size:11px;fill:#59636e}
.t-timeline .t-lane{font-size:13px;font-weight:bold}
.t-timeline .t-row{font-size:9.5px}
.t-timeline .t-law{font-size:9px;fill:#59636e}
.t-timeline .t-year{font-size:11px;font-weight:bold}
.t-timeline .t-month{font-size:9.5px;fill:#59636e}
.t-timeline .t-on-day{font-size:9.5px;font-weight:bold;fill:#a4470b}
.t-timeline .t-on-dark{font-size:9.5px;fill:#fff}
.t-timeline .t-on-light{font-size:9.5px}
.t-timeline .t-name{font-size:9.5px}
.t-timeline .t-number{font-size:9px;font-weight:bold}
.t-timeline .t-name,.t-timeline .t-number{paint-order:stroke;stroke:#fff;stroke-width:2.5px;stroke-linejoin:round}
.t-timeline .t-list{font-size:10px}
.t-timeline .t-list-head{font-size:11px;font-weight:bold}
.t-timeline .t-page{fill:#fff}
.t-timeline .t-band{fill:#eef1f4}
.t-timeline .t-to-come{fill:#f7f8fa}
.t-timeline .t-line{stroke:#e6e9ed;stroke-width:.8}
.t-timeline .t-year-line{stroke:#bcc4cd;stroke-width:1}
.t-timeline .t-rule{stroke:#dfe3e8;stroke-width:.8}
.t-timeline .t-now{stroke:#c2570c;stroke-width:1.3;stroke-dasharray:4 3}
.t-timeline .t-bar{stroke-width:1}
.t-timeline .t-case{fill:#e3e7ec;stroke:#99a4b0}
.t-timeline .t-care{fill:#3a4a5e;stroke:#3a4a5e}
.t-timeline .t-kin{fill:#24724f;stroke:#24724f}
.t-timeline .t-foster{fill:#2b62a8;stroke:#2b62a8}
.t-timeline .t-trial{fill:#fce8b2;stroke:#a87400;stroke-dasharray:5 2}
.t-timeline .t-group{fill:#7a3f8f;stroke:#7a3f8f}
.t-timeline .t-own{fill:#11707d;stroke:#11707d}
.t-timeline .t-absence{fill:#fde4df;stroke:#b3341f;stroke-dasharray:2 1.5}
.t-timeline .t-order{fill:#f3eefa;stroke:#6b4da8}
.t-timeline .t-plan{fill:#f6ecd9;stroke:#8a6414}
.t-timeline .t-safety{fill:#dff2f0;stroke:#0f6e67}
.t-timeline .t-hearing{fill:#6b4da8;stroke:#6b4da8;stroke-width:1}
.t-timeline .t-hearing-to-come{fill:none;stroke:#6b4da8;stroke-width:1.5}
.t-timeline .t-meeting{fill:#0f6e67;stroke:#0f6e67;stroke-width:1}
.t-timeline .t-meeting-to-come{fill:none;stroke:#0f6e67;stroke-width:1.5}
.t-timeline .t-version{fill:#8a6414;stroke:#8a6414;stroke-width:1}
.t-timeline .t-met{stroke:#24724f;stroke-width:2}
.t-timeline .t-small .t-met{stroke-width:3}
.t-timeline .t-late{stroke:#a4470b;stroke-width:1.8}
.t-timeline .t-missed{stroke:#b3261e;stroke-width:2.6}
.t-timeline .t-past{stroke:#b3261e;stroke-width:1.3}
.t-timeline .t-open{stroke:#1d232b;stroke-width:1.5}
.t-timeline .t-half{fill:#1d232b}
.t-timeline .t-excepted{stroke:#7d8792;stroke-width:2}
@media screen and (prefers-color-scheme:dark){
.t-timeline text{fill:#e7ebf0}
.t-timeline .t-subtitle,.t-timeline .t-law,.t-timeline .t-month{fill:#a3adb9}
.t-timeline .t-on-day{fill:#ffb37a}
.t-timeline .t-on-dark{fill:#fff}
.t-timeline .t-name,.t-timeline .t-number{stroke:#14181d}
.t-timeline .t-page{fill:#14181d}
.t-timeline .t-band{fill:#222932}
.t-timeline .t-to-come{fill:#191f26}
.t-timeline .t-line{stroke:#252c35}
.t-timeline .t-year-line{stroke:#4a5562}
.t-timeline .t-rule{stroke:#2c343e}
.t-timeline .t-now{stroke:#ff9a4d}
.t-timeline .t-case{fill:#2b333d;stroke:#6b7785}
.t-timeline .t-care{fill:#5a708c;stroke:#5a708c}
.t-timeline .t-kin{fill:#2c7f5a;stroke:#2c7f5a}
.t-timeline .t-foster{fill:#3a74bf;stroke:#3a74bf}
.t-timeline .t-trial{fill:#4a3a0c;stroke:#e5b84a}
.t-timeline .t-group{fill:#8f52a6;stroke:#8f52a6}
.t-timeline .t-own{fill:#1b7d8b;stroke:#1b7d8b}
.t-timeline .t-absence{fill:#4a1f19;stroke:#ff8a75}
.t-timeline .t-order{fill:#2c2440;stroke:#b49ae6}
.t-timeline .t-plan{fill:#362a12;stroke:#d7ab57}
.t-timeline .t-safety{fill:#12312f;stroke:#5cc4ba}
.t-timeline .t-hearing{fill:#b49ae6;stroke:#b49ae6}
.t-timeline .t-hearing-to-come{stroke:#b49ae6}
.t-timeline .t-meeting{fill:#5cc4ba;stroke:#5cc4ba}
.t-timeline .t-meeting-to-come{stroke:#5cc4ba}
.t-timeline .t-version{fill:#d7ab57;stroke:#d7ab57}
.t-timeline .t-met{stroke:#63c894}
.t-timeline .t-late{stroke:#ffb37a}
.t-timeline .t-missed,.t-timeline .t-past{stroke:#ff8078}
.t-timeline .t-open{stroke:#e7ebf0}
.t-timeline .t-half{fill:#e7ebf0}
.t-timeline .t-excepted{stroke:#8e99a5}
}
)";

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_STYLE_H_
