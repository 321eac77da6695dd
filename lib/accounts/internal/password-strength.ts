import "server-only";
import { type ZxcvbnResult, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { joinedWords, withoutWords } from "@/lib/accounts/rules/password-spellings";
import { type Failure, fail } from "@/lib/kernel/outcome";
import { knownPhrases } from "./known-phrases";
import { hasLeaked } from "./leaked-passwords";

/** 4 of 4: more than ten billion guesses, years for many machines against the slow hash. */
const scoreMin = 4;
// The estimate's time grows faster than its input, to a second of CPU for a hundred well-chosen characters. A password
// that is strong in its first fifty characters is strong in five hundred.
const checkedLengthMax = 50;
// For passwords that contain words known about the user or the site.
const unknownLengthMin = 8;

const advice = "Try four or five unrelated words.";
const sentences = {
  leaked: `That password, or one very similar, appears in leaked password lists. ${advice}`,
  personal: `That password is based on your name, your email address, or this site's name. ${advice}`,
  guessable: `That password is too easy to guess. ${advice}`,
} as const;

let estimator: ZxcvbnFactory | null = null;

/**
 * Returns null when a password is acceptable, else the reason and what to do. Strength counts, not character classes:
 * leaked and common passwords, known phrases, patterns, and facts about the user and the site are weak.
 *
 * @param known what an attacker would try first: address and name.
 */
export async function passwordWeakness(
  password: string,
  known: readonly (string | null | undefined)[],
  field = "password",
): Promise<Failure<"weak_password"> | null> {
  const reason = await weaknessOf(password, known);
  return reason && fail("weak_password", { field, message: sentences[reason] });
}

async function weaknessOf(
  password: string,
  known: readonly (string | null | undefined)[],
): Promise<keyof typeof sentences | null> {
  const place = [product.name, new URL(env().appUrl).hostname];
  const inputs = [...known, ...place]
    .flatMap((text) => (text ? wordsOf(text.toLowerCase()) : []))
    .filter((word) => word.length > 2);
  const checked = password.normalize("NFKC").slice(0, checkedLengthMax);
  // Both spellings, since an attacker tries both: words joined, and words with separators.
  const spellings = [...new Set([checked, joinedWords(checked)])];
  const results = spellings.map((text) => estimate(text, inputs));
  const weak = results.filter(({ score }) => score < scoreMin);
  if (weak.some(isPersonal) || isMostly(checked, inputs)) return "personal";
  if (await hasLeaked(password)) return "leaked";
  return weak.length > 0 ? "guessable" : null;
}

function estimate(text: string, inputs: readonly string[]): ZxcvbnResult {
  estimator ??= new ZxcvbnFactory({
    dictionary: { ...dictionary, knownPhrases: [...knownPhrases] },
    graphs: adjacencyGraphs,
  });
  return estimator.check(text, [...inputs]);
}

/** True when the part that is not known words is too short to be a password by itself. */
function isMostly(password: string, inputs: readonly string[]): boolean {
  const { left, taken } = withoutWords(password, inputs);
  return taken >= left && left < unknownLengthMin;
}

/** True when at least half of the password consists of known words. */
function isPersonal({ password, sequence }: ZxcvbnResult): boolean {
  const length = sequence
    .filter((match) => match["dictionaryName"] === "userInputs")
    .reduce((sum, match) => sum + match.token.length, 0);
  return length > 0 && length * 2 >= password.length;
}

/** "ada-lovelace@example.com", "ada-lovelace", each word in it, and the words without their separators. */
function wordsOf(text: string): readonly string[] {
  const local = text.split("@")[0] ?? "";
  return [text, local, joinedWords(local), joinedWords(text), ...text.split(/[@.\s+_-]+/)];
}
