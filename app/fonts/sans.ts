import localFont from "next/font/local";

/** Geist, in Latin characters and the weights from 400 to 600: see components/README.md. */
export const sans = localFont({
  src: "./geist-sans.woff2",
  weight: "400 600",
  // Late, on a slow network, it would move the page: then the fallback stays, and the next page has it.
  display: "optional",
  variable: "--font-geist-sans",
  adjustFontFallback: false,
  fallback: ["Geist Arial", "Geist DejaVu"],
});
