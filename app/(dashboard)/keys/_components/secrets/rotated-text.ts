import type { Formats } from "@/lib/kernel/format";
import type { Rotated } from "@/lib/keys/rotate-key";

type Done = Pick<Rotated, "oldEndsAt" | "endedLabel"> & {
  readonly key: Pick<Rotated["key"], "name" | "state">;
  readonly formats: Formats;
  readonly timeZone: string;
};

/** What a rotation did, beside the new secret: "New secret for “Production”. The old one has ended." */
export function rotatedText({ key, oldEndsAt, endedLabel, formats, timeZone }: Done): string {
  const old = oldEndsAt
    ? `The old one works until ${formats.shortMoment(oldEndsAt, timeZone)} ${timeZone}.`
    : "The old one has ended.";
  const earlier = endedLabel === null ? "" : ` An earlier secret, ${endedLabel}, was also ended.`;
  const disabled = key.state === "disabled" ? " The key is still disabled." : "";
  return `New secret for “${key.name}”. ${old}${earlier}${disabled}`;
}
