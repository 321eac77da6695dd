import { Suspense } from "react";
import type { Actor } from "@/lib/kernel/actor";
import type { Key } from "@/lib/keys/rules/key-view";
import { KeyGuardrails, KeyGuardrailsSkeleton } from "./guardrails/key-guardrails";
import { KeyActivity, KeyActivitySkeleton } from "./key-activity";
import { KeyFigures } from "./key-figures";

type KeyUsageProps = {
  readonly actor: Actor;
  readonly apiKey: Key;
  readonly timeZone: string;
  readonly now: Date;
};

/** What an inference key spent, on what, and which models it may use. Management keys call none. */
export function KeyUsage({ actor, apiKey, timeZone, now }: KeyUsageProps) {
  return (
    <>
      <KeyFigures apiKey={apiKey} now={now} />
      <Suspense fallback={<KeyActivitySkeleton />}>
        <KeyActivity actor={actor} keyId={apiKey.id} timeZone={timeZone} />
      </Suspense>
      <Suspense fallback={<KeyGuardrailsSkeleton />}>
        <KeyGuardrails actor={actor} apiKey={apiKey} />
      </Suspense>
    </>
  );
}
