import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { BlockList, isIP } from "node:net";
import { isNetwork } from "@/lib/config/env-values";
import { plainAddress } from "@/lib/server/rules/forwarding";

/** True for the addresses and networks ("10.0.0.0/8") of TRUSTED_PROXIES. Throws on an entry that is neither. */
export function trustedProxies(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) {
    if (!isNetwork(entry))
      throw new OperatorProblem(`TRUSTED_PROXIES: ${entry} is neither an address nor a network.`);
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  if (entries.length === 0) return () => false;
  return (address) => {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? "ipv6" : "ipv4");
  };
}
