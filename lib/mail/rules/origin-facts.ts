import { deviceName } from "@/lib/kernel/device-name";
import { defaultFormats } from "@/lib/kernel/format";
import { networkLabel, type RequestOrigin } from "@/lib/kernel/network";
import type { Fact } from "./mail-parts";

/** "Nov 28, 2026, 7:30 PM UTC". Mails are read outside the console, so the time states its zone. */
export function mailMoment(at: Date): string {
  return `${mailDay(at)}, ${defaultFormats.shortTime(at, "UTC")} UTC`;
}

/** "Dec 29, 2026", a day of UTC. */
export function mailDay(at: Date): string {
  return defaultFormats.day(at, "UTC");
}

/** When, on which device and from which network: enough to recognize one's own action. */
export function originFacts(label: string, at: Date, origin: RequestOrigin): readonly Fact[] {
  return [
    { label, value: mailMoment(at) },
    { label: "Device", value: deviceName(origin.userAgent) },
    { label: "Network", value: networkLabel(origin.network) },
  ];
}

/** "Firefox on Linux, network 203.0.113.0/24": the same in a sentence. */
export function originText({ userAgent, network }: RequestOrigin): string {
  return `${deviceName(userAgent)}, network ${networkLabel(network)}`;
}
