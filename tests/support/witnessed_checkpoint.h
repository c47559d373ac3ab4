#ifndef CASEJOURNAL_TESTS_SUPPORT_WITNESSED_CHECKPOINT_H_
#define CASEJOURNAL_TESTS_SUPPORT_WITNESSED_CHECKPOINT_H_

#include <cstdint>

// For tests only: a checkpoint of a public log that four public witnesses cosigned in one second of May 2026. The note
// and the keys of the log and of remora come from florolf/tlog-scales, tests/test_signing.py. The other keys are
// published by their operators.
namespace casejournal::eventstore {

inline constexpr char kWitnessedText[] =
    "arche2025h1.staging.ct.transparency.dev\n"
    "1432088532\n"
    "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n";

// The second line has the key below. The first has another signature type (0x05), which this project does not verify.
inline constexpr char kWitnessedLogLines[] =
    "\u2014 arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6"
    "hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    "\u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwh"
    "UkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n";
inline constexpr char kWitnessedLogKey[] =
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+"
    "AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";

inline constexpr char kLittleGardenLine[] =
    "\u2014 transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/"
    "KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n";
inline constexpr char kLittleGardenKey[] =
    "transparency.dev/DEV:witness-little-garden+d8042a87+"
    "BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM";

inline constexpr char kSmartitLine[] =
    "\u2014 witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+"
    "/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n";
inline constexpr char kSmartitKey[] =
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO";

inline constexpr char kRemoraLine[] =
    "\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVC"
    "IobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n";
inline constexpr char kRemoraKey[] = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

// The line of a witness whose key was not available.
inline constexpr char kStagemoleLine[] =
    "\u2014 witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvV"
    "r+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n";

inline constexpr uint64_t kWitnessedSeconds = 0x6A122120;

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_TESTS_SUPPORT_WITNESSED_CHECKPOINT_H_
