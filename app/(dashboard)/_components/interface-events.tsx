"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** Reports the pages that are opened while it is rendered. Its scripts are loaded after the page is ready. */
export function InterfaceEvents() {
  const pathname = usePathname();
  useEffect(() => {
    void reporting().then(({ notePage }) => notePage(pathname), ignore);
  }, [pathname]);
  useEffect(() => {
    const started = reporting().then(({ startReporting }) => startReporting());
    return () => void started.then((stop) => stop(), ignore);
  }, []);
  return null;
}

const reporting = () => import("./report-events");
// Without a connection the scripts do not load, and nothing is reported.
const ignore = () => undefined;
