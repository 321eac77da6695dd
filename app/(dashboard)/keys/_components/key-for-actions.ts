import { dollarsText } from "@/lib/kernel/money";
import type { Key } from "@/lib/keys/rules/key-view";
import type { KeyForActions } from "./key-actions";

/** Props of a key's menu, as text: amounts are not sent to the browser as bigint. */
export function keyForActions(key: Key): KeyForActions {
  return {
    id: key.id,
    name: key.name,
    label: key.label,
    state: key.state,
    limit: key.limitNanos === null ? "" : dollarsText(key.limitNanos),
    limitReset: key.limitReset ?? "",
  };
}
