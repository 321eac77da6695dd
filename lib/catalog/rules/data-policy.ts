import type { DataPolicy } from "./catalog";

/** True unless the provider promises not to train on its inputs. An unknown policy counts as true. */
export function mayTrain({ trains }: DataPolicy): boolean {
  return trains !== false;
}

/** True unless the provider promises not to publish its inputs. An unknown policy counts as true. */
export function mayPublish({ publishes }: DataPolicy): boolean {
  return publishes !== false;
}

/** True when the provider promises to keep no prompts. */
export function keepsNothing({ retainsDays }: DataPolicy): boolean {
  return retainsDays === 0;
}
