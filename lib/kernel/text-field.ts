import { z } from "zod";
import { textProblem } from "./recordable-text";

/**
 * A line of text that will be recorded: trimmed, then judged by `textProblem`, with a sentence for the person who typed
 * it. Empty text passes; a field that must be filled adds `.min(1, …)`.
 */
export function textField(lengthMax: number) {
  return z
    .string()
    .trim()
    .max(lengthMax, sentence(`must be at most ${lengthMax} characters`))
    .superRefine((text, context) => {
      // The length is said by `max`, which the API's description of itself shows as well.
      const problem = text.length > lengthMax ? null : textProblem(text, lengthMax);
      if (problem) context.addIssue({ code: "custom", message: sentence(problem) });
    });
}

const secrets = z.registry();

/** A text that is compared or hashed and never recorded: a password. Any character may stand in it. */
export function secretField(lengthMax: number, emptySentence: string) {
  return z
    .string()
    .min(1, emptySentence)
    .max(lengthMax, sentence(`must be at most ${lengthMax} characters`))
    .register(secrets);
}

/** Whether a schema is one of `secretField`. */
export function isSecretField(schema: z.ZodString): boolean {
  return secrets.has(schema);
}

function sentence(problem: string): string {
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
}
