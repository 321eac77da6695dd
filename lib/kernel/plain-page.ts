/**
 * Tells a page that it will be plain: sent without the framework's scripts, so that it must show what it has to say
 * without them. Clients cannot set it.
 */
export const plainHeader = "X-Counterfoil-Plain";

/** Name of the element in which a plain page gives its status, because it cannot set it once it is rendered. */
export const statusName = "counterfoil-status";
