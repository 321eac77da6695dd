import type { Reporter, TestCase, TestError, TestResult } from "@playwright/test/reporter";

/**
 * Ends the output with a line for each failure. The list above it has the details, but it prints an error that belongs to
 * no test, such as a warning in a product's log, long before its last line.
 */
export default class SummaryReporter implements Reporter {
  readonly #failed: string[] = [];

  onTestEnd(test: TestCase, { status, error }: TestResult): void {
    if (status === test.expectedStatus || status === "skipped") return;
    const { file, line } = test.location;
    this.#failed.push(`${file}:${line} ${test.title}: ${firstLines(error)}`);
  }

  onError(error: TestError): void {
    this.#failed.push(`Outside of tests: ${firstLines(error)}`);
  }

  async onExit(): Promise<void> {
    if (this.#failed.length > 0) process.stdout.write(`\nFailures:\n${this.#failed.join("\n")}\n`);
  }
}

/** Enough of a message to know what happened, on one line. */
function firstLines(error: TestError | undefined): string {
  const text = (error?.message ?? error?.value ?? "no message").replaceAll(/\u001b\[\d*m/g, "");
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .slice(0, 6)
    .join(" | ")
    .slice(0, 600);
}
