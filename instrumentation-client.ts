import { announceNavigation, type NavigationKind } from "@/components/product/frame/navigation-start";

/** Next calls this at the start of every navigation, for links as well as for the back button and scripts. */
export function onRouterTransitionStart(url: string, kind: NavigationKind): void {
  announceNavigation({ url, kind });
}
