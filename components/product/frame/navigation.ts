import {
  BookOpen,
  Boxes,
  ChartColumn,
  KeyRound,
  type LucideIcon,
  ShieldCheck,
  UserRound,
  Wallet,
  Wrench,
} from "lucide-react";
import { paths } from "@/lib/kernel/paths";

export type Destination = {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shortcut: navigates there when pressed after "g". */
  readonly letter: string;
};

const activity: Destination = { href: paths.activity, label: "Activity", icon: ChartColumn, letter: "a" };
const credits: Destination = { href: paths.credits, label: "Credits", icon: Wallet, letter: "c" };
const keys: Destination = { href: paths.keys, label: "Keys", icon: KeyRound, letter: "k" };
const privacy: Destination = { href: paths.privacy, label: "Privacy", icon: ShieldCheck, letter: "p" };
const models: Destination = { href: paths.models, label: "Models", icon: Boxes, letter: "m" };
const docs: Destination = { href: paths.docs, label: "Docs", icon: BookOpen, letter: "d" };
const account: Destination = { href: paths.account, label: "Account", icon: UserRound, letter: "u" };
export const operator: Destination = { href: paths.operator, label: "Operator", icon: Wrench, letter: "o" };

/** Upper part of the sidebar. */
export const mainDestinations: readonly Destination[] = [activity, credits, keys, privacy, models];
/** Lower part of the sidebar. */
export const footDestinations: readonly Destination[] = [docs, account];
/** Bottom bar on narrow screens. */
export const thumbDestinations: readonly Destination[] = [activity, credits, keys, privacy, account];

/** Every page that the user may open, for the palette and the shortcuts. */
export function destinationsFor(isOperator: boolean): readonly Destination[] {
  return [...mainDestinations, ...footDestinations, ...(isOperator ? [operator] : [])];
}

/** True when a path is at or below a destination. */
export function isAt(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
