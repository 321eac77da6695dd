import "server-only";
import { env } from "@/lib/config/env";
import { describeFailure } from "../process/describe-failure";

/** Something that works but could be safer, and how to improve it. */
export class Warning {
  readonly sentence: string;

  constructor(sentence: string) {
    this.sentence = sentence;
  }
}

export type Finding = {
  readonly name: string;
  readonly level: "ok" | "warn" | "FAIL";
  readonly detail: string;
};

/** Runs a check, which returns what is in order, returns a warning, or throws a sentence that says what is wrong. */
export async function finding(name: string, probe: () => Promise<string | Warning>): Promise<Finding> {
  try {
    const said = await probe();
    return said instanceof Warning
      ? { name, level: "warn", detail: said.sentence }
      : { name, level: "ok", detail: said };
  } catch (error) {
    return { name, level: "FAIL", detail: describeFailure(error, env().databaseUrl) };
  }
}

/** One line per finding, and a summary. */
export function report(findings: readonly Finding[]): readonly string[] {
  const count = (level: Finding["level"]) => findings.filter((found) => found.level === level).length;
  const [failed, warned] = [count("FAIL"), count("warn")];
  const warnings = warned === 0 ? "" : ` ${warned} should be improved (warn).`;
  const sum =
    failed === 0
      ? warned === 0
        ? "Everything is in order."
        : `Nothing fails.${warnings}`
      : `${failed} of ${findings.length} need attention.${warnings}`;
  return [
    ...findings.map(({ level, name, detail }) => `${level.padEnd(4)} ${name.padEnd(11)} ${detail}`),
    sum,
  ];
}
