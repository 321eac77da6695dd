import type { PauseReason } from "./declines";

/** How auto top-up stands, as its page says it. */
export type AutoTopUpState =
  | { readonly kind: "off" }
  | { readonly kind: "on" }
  /** A charge is in flight; `isOn` is false when it was turned off meanwhile. */
  | { readonly kind: "charging"; readonly isOn: boolean }
  /** After a decline, until it tries again. */
  | { readonly kind: "waiting"; readonly until: Date; readonly declines: number }
  | { readonly kind: "limit_reached" }
  | { readonly kind: "paused"; readonly reason: PauseReason };

type Facts = {
  readonly setting: {
    readonly isOn: boolean;
    readonly pausedAt: Date | null;
    readonly pauseReason: string | null;
    readonly nextAttemptAt: Date | null;
    readonly declines: number;
  } | null;
  readonly isCharging: boolean;
  readonly isLimitReached: boolean;
  readonly now: Date;
};

export function autoTopUpState({ setting, isCharging, isLimitReached, now }: Facts): AutoTopUpState {
  if (isCharging) return { kind: "charging", isOn: setting?.isOn ?? false };
  if (!setting?.isOn) return { kind: "off" };
  if (setting.pausedAt) return { kind: "paused", reason: (setting.pauseReason ?? "declined") as PauseReason };
  if (isLimitReached) return { kind: "limit_reached" };
  const { nextAttemptAt: until, declines } = setting;
  return until && until > now ? { kind: "waiting", until, declines } : { kind: "on" };
}
