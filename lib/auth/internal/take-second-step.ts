import "server-only";
import { finishSignIn } from "@/lib/accounts/sessions/finish-sign-in";
import {
  challengeMinutes,
  codeShapeProblem,
  codesPerChallenge,
  readCode,
} from "@/lib/accounts/rules/two-factor";
import { type RateRule, takePoint } from "@/lib/http/rate-limit";
import type { Clock } from "@/lib/kernel/clock";
import { fail } from "@/lib/kernel/outcome";

/** As long as a challenge is valid, so that no second window begins for it. */
const challengeRule: RateRule = {
  name: "second_step",
  points: codesPerChallenge,
  durationSeconds: challengeMinutes * 60,
};

const useRule: RateRule = { ...challengeRule, name: "second_step_use", points: 1 };

type Step = Omit<Parameters<typeof finishSignIn>[0], "challenge" | "useChallenge"> & {
  readonly challenge: string | null;
};

/**
 * `finishSignIn`, for the first five codes that come with a challenge. They are counted before they are checked. What has
 * not the digits of a code, such as an empty field, is a slip and not counted. A challenge that opened a session is used up.
 */
export async function takeSecondStep(step: Step, clock?: Clock): ReturnType<typeof finishSignIn> {
  const { challenge } = step;
  if (challenge && !readCode(step.factorCode))
    return fail("wrong_code", { field: "factorCode", message: codeShapeProblem });
  if (!challenge || !(await takePoint(challengeRule, challenge)).allowed) return fail("challenge_ended");
  const useChallenge = async () => (await takePoint(useRule, challenge)).allowed;
  const outcome = await finishSignIn({ ...step, challenge, useChallenge }, clock);
  if (outcome.ok) await takePoint(challengeRule, challenge, codesPerChallenge);
  return outcome;
}
