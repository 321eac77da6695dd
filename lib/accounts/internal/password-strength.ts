import "server-only";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { product } from "@/lib/config/product";
import { type Failure, fail } from "@/lib/kernel/outcome";

/** 3 of 4: safe against an offline attack on a slow hash. */
const scoreMin = 3;
// The estimate grows faster than its input; what is strong in a hundred characters is strong in five hundred.
const judgedLengthMax = 100;

let estimator: ZxcvbnFactory | null = null;

/**
 * Null when a password may be chosen, else the reason. Strength is what counts, not classes of characters (A2):
 * leaked and common ones, patterns, and what is known of the person are seen through.
 *
 * @param known what an attacker would try first: address, name.
 */
export function passwordWeakness(
  password: string,
  known: readonly (string | null | undefined)[],
  field = "password",
): Failure<"weak_password"> | null {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const inputs = known.flatMap((text) => (text ? wordsOf(text) : [])).filter((word) => word.length > 2);
  const judged = password.normalize("NFKC").slice(0, judgedLengthMax);
  const { score } = estimator.check(judged, [...inputs, product.name.toLowerCase()]);
  if (score >= scoreMin) return null;
  return fail("weak_password", {
    field,
    message: "That password would be guessed too easily. Four or five unrelated words make a good one.",
  });
}

/** "ada-lovelace@example.com", "ada-lovelace", and each word in it. */
function wordsOf(text: string): readonly string[] {
  return [text, text.split("@")[0] ?? "", ...text.split(/[@.\s+_-]+/)];
}
