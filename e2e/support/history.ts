import type { Nanos } from "@/lib/kernel/money";
import { type Account, balanceOf, makeKey } from "./accounts";
import { complete } from "./calls";

/** Three successes and one failure. Returns their total cost. */
export async function makeHistory(account: Account): Promise<Nanos> {
  const before = await balanceOf(account);
  const [first, second] = [
    await makeKey(account, { name: "First" }),
    await makeKey(account, { name: "Second" }),
  ];
  await complete(first.secret, "Say hello");
  await complete(first.secret, "Say hello", { model: "sandbox/wren" });
  await complete(second.secret, "Say hello", { user: "customer-9" });
  await complete(second.secret, "[[sandbox:status=503]]");
  return before - (await balanceOf(account));
}
