"use client";

import dynamic from "next/dynamic";

/**
 * The console's frame for public pages. Its scripts are loaded only where it is rendered: a layout's own client
 * components are loaded for every visitor, also for those who are not signed in.
 */
export const LazyConsoleShell = dynamic(() =>
  import("./console-shell").then(({ ConsoleShell }) => ConsoleShell),
);
