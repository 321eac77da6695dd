import type { DataPolicy } from "./catalog";

/** True unless the provider promises neither to train on nor to publish its inputs. An unknown policy counts as true. */
export function mayTrain({ trains, publishes }: DataPolicy): boolean {
  return trains !== false || publishes !== false;
}

/** True when the provider promises to keep no prompts. */
export function keepsNothing({ retainsDays }: DataPolicy): boolean {
  return retainsDays === 0;
}
