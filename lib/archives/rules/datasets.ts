import type { Dataset } from "./dataset";
import { accountDatasets } from "./datasets/account";
import { activityDatasets } from "./datasets/activity";
import { contentDatasets } from "./datasets/content";
import { moneyDatasets } from "./datasets/money";
import { paymentMethodDatasets } from "./datasets/payment-methods";
import { requestDatasets } from "./datasets/requests";
import { workspaceDatasets } from "./datasets/workspace";

/** Everything that an archive contains, in its order. */
export const datasets: readonly Dataset[] = [
  ...accountDatasets,
  ...requestDatasets,
  ...workspaceDatasets,
  ...moneyDatasets,
  ...paymentMethodDatasets,
  ...activityDatasets,
  ...contentDatasets,
];

/** Tables about an account or a workspace that an archive leaves out, and why. A test requires that none is forgotten. */
export const leftOutTables: Readonly<Record<string, string>> = {
  archive_parts: "The files of archives, encrypted.",
  audit_keys: "The key that encrypts texts of settings_history, which are decrypted there.",
  deletions: "Only deleted accounts are in it.",
  holds:
    "Credits set aside while a request runs, and for a few days after it. The charge is in requests and transactions.",
  key_limit_alerts: "Which alert about the limit of a key was the last. The alerts themselves are in alerts.",
  purged_billing: "Only workspaces of deleted accounts are in it.",
  series_ranks: "The order in which charts assign colors.",
  usage_parts: "When comparisons of charges were made.",
  usage_checkpoints: "Sums of charges for usage, for comparison. The charges are in transactions.",
  usage_deltas: "Usage on its way into the sums, for seconds.",
};
