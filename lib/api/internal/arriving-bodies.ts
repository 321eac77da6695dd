import "server-only";
import { BodyPace } from "@/lib/api/rules/body-pace";
import { refuse } from "./problem";

type Arriving = { readonly pace: BodyPace; bytes: number; isGivenUp: boolean; giveUp(): void };

const arriving = new Set<Arriving>();
let looking: NodeJS.Timeout | null = null;

/** Nothing was sent for it; what still comes is thrown away until the connection is closed. */
const tooSlowBody = () =>
  refuse(408, "The request body arrived too slowly. Nothing was sent or charged.", "timeout", {
    Connection: "close",
  });

/**
 * What `read` makes of a body; throws 408 when the body does not come fast enough. `read` says how much has come, and is
 * then told by an exception when nobody waits for it any more. One timer looks at all of them: one for each would cost
 * every request.
 */
export function whileArriving<Value>(
  read: (onBytes: (bytes: number) => void) => Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const one: Arriving = {
      pace: new BodyPace(performance.now()),
      bytes: 0,
      isGivenUp: false,
      giveUp: () => {
        one.isGivenUp = true;
        reject(tooSlowBody());
      },
    };
    const onBytes = (bytes: number) => {
      if (one.isGivenUp) throw tooSlowBody();
      one.bytes = bytes;
    };
    arriving.add(one);
    looking ??= setInterval(look, 1_000);
    read(onBytes).then(
      (value) => {
        arriving.delete(one);
        resolve(value);
      },
      (error: unknown) => {
        arriving.delete(one);
        reject(error);
      },
    );
  });
}

function look(): void {
  const nowMs = performance.now();
  for (const one of arriving) {
    if (!one.pace.isTooSlow(one.bytes, nowMs)) continue;
    arriving.delete(one);
    one.giveUp();
  }
  if (arriving.size > 0 || !looking) return;
  clearInterval(looking);
  looking = null;
}
