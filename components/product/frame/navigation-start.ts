const started = "counterfoil:navigation";

/** "traverse" is the browser's back and forward. */
export type NavigationKind = "push" | "replace" | "traverse";
type Navigation = { readonly url: string; readonly kind: NavigationKind };

/** Tells the frame that a navigation has started. */
export function announceNavigation(navigation: Navigation): void {
  window.dispatchEvent(new CustomEvent<Navigation>(started, { detail: navigation }));
}

/** Calls `listener` for each navigation that starts. Returns the function that ends it. */
export function onNavigationStart(listener: (navigation: Navigation) => void): () => void {
  const listen = (event: CustomEventInit<Navigation>) => (event.detail ? listener(event.detail) : undefined);
  window.addEventListener(started, listen);
  return () => window.removeEventListener(started, listen);
}
