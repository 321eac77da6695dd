import { Suspense } from "react";
import type { Actor } from "@/lib/kernel/actor";
import type { Key } from "@/lib/keys/rules/key-view";
import { KeyActivity, KeyActivitySkeleton } from "./key-activity";
import { KeyFigures } from "./key-figures";

type KeyUsageProps = {
  readonly actor: Actor;
  readonly apiKey: Key;
  readonly timeZone: string;
  readonly now: Date;
};

/** What an inference key spent, and on what. Management keys call no models. */
export function KeyUsage({ actor, apiKey, timeZone, now }: KeyUsageProps) {
  return (
    <>
      <KeyFigures apiKey={apiKey} now={now} />
      <Suspense fallback={<KeyActivitySkeleton />}>
        <KeyActivity actor={actor} keyId={apiKey.id} timeZone={timeZone} />
      </Suspense>
    </>
  );
}
