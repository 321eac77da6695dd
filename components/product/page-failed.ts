/** Told to the window when a page shows that it could not be loaded. */
export const pageFailed = "counterfoil:page-failed";
