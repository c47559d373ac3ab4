"""The clients for Java and Go. tests/foreign/compiled-clients runs them: compiling them takes longer than the other tests
may take."""

import unittest

import client_packages
from client_packages import ClientPackageTest


class JavaTest(ClientPackageTest):
    def test_the_client_opens_a_case_is_rejected_and_reads_the_plan(self):
        example = client_packages.build("java")

        self.run_example("java", "-jar", example, code="FAILED_PRECONDITION")
        self.assert_fails_without_a_server("java", "-jar", example)


class GoTest(ClientPackageTest):
    def test_the_client_opens_a_case_is_rejected_and_reads_the_plan(self):
        example = client_packages.build("go")

        self.run_example(example, code="FailedPrecondition")
        self.assert_fails_without_a_server(example)


if __name__ == "__main__":
    unittest.main()
