import { defaultFormats } from "@/lib/kernel/format";

/** "128K", and "8,192" below ten thousand, where three digits would not be the limit that the model has. */
export function tokenLimitText(tokens: number): string {
  return tokens < 10_000 ? defaultFormats.count(tokens) : defaultFormats.compact(tokens);
}
